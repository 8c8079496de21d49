// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rewindmq.app.Administrator;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Throws right and wrong requests at every method of REST, made from the OpenAPI document and a
 * seed, the same in every build. Others with {@code -Dfuzz.seed=…}, more with {@code
 * -Dfuzz.runs=…}.
 */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are injected
class RestFuzzTest {
  private static final int RUNS = Integer.getInteger("fuzz.runs", 120);
  private static final int SECONDS_MAX = 30;
  private static final long SEED = 18_560_828_993_174L;
  private static final int SHOWN_MAX = 12;

  /** Names of classes, lines of stacks, hashes, and the administrator's password. */
  private static final Pattern LEAK =
      Pattern.compile(
          "\\b(java|javax|jakarta|io|com|org)\\.[a-z]+\\.|Exception\\b|\\bat [a-z]+\\.[a-z.]+\\(|"
              + "StreamReadConstraints|\\$2[aby]\\$|"
              + Pattern.quote(Administrator.PASSWORD));

  @Inject ObjectMapper json;

  @TestHTTPResource("/")
  URI server;

  private OpenApiDocument document;
  private Set<String> before;

  @BeforeEach
  void enter() throws IOException {
    document = OpenApiDocument.read(json);
    before = destinations();
    Administrator.enter();
  }

  @AfterEach
  void leave() {
    Administrator.leave();
    for (String left : destinations()) {
      if (!before.contains(left)) {
        String[] words = left.split(" ", 2);
        given()
            .delete("/api/v1/destinations/{kind}/{name}?force=true", words[0], words[1])
            .then()
            .statusCode(204);
      }
    }
  }

  /** Open, before and after. */
  private static Set<String> destinations() {
    return Set.copyOf(
        given()
            .get("/api/v1/destinations")
            .jsonPath()
            .getList(
                "findAll { !it.kind.startsWith('temporary') }.collect { it.kind + ' ' + it.name }"));
  }

  @Test
  void everyAnswerIsOneThatTheDocumentKnows() throws IOException {
    long seed = Long.getLong("fuzz.seed", SEED);
    Random random = new Random(seed);
    RequestMaker maker = new RequestMaker(document, random, login());
    RawHttp http = new RawHttp(server.getHost(), server.getPort());
    List<String> findings = new ArrayList<>();
    TreeMap<Integer, Integer> seen = new TreeMap<>();
    long end = System.nanoTime() + SECONDS_MAX * 1_000_000_000L;
    for (int run = 0; run < RUNS && System.nanoTime() < end; run++) {
      for (OpenApiDocument.Operation operation : document.operations()) {
        RequestMaker.Request request = maker.make(operation);
        RawHttp.Answer answer = http.ask(request.bytes().array());
        seen.merge(answer.status(), 1, Integer::sum);
        String as =
            "-Dfuzz.seed=%d, run %d: %s%n%s%nanswer: %s"
                .formatted(seed, run, operation.method(), request.shown(), answer);
        try {
          judge(operation, request, answer, as);
        } catch (AssertionError found) {
          findings.add(String.valueOf(found.getMessage()));
        }
      }
    }

    assertThat(findings.stream().limit(SHOWN_MAX)).as("%d findings", findings.size()).isEmpty();
    assertThat(seen).as("kinds of answers").containsKeys(200, 400, 404);
    Administrator.as().get("/q/health/ready").then().statusCode(200);
    Administrator.as().get("/api/v1/groups").then().statusCode(200);
  }

  private void judge(
      OpenApiDocument.Operation operation,
      RequestMaker.Request request,
      RawHttp.Answer answer,
      String as) {
    assertThat(answer.status()).as(as).matches(status -> status < 500 || status == 503);
    assertThat(answer.body()).as(as).doesNotContainPattern(LEAK);
    if (!request.isUri()) {
      assertThat(answer.status()).as(as).isIn(400, 414);
      return;
    }
    if (answer.status() >= 400) {
      assertThat(answer.contentType()).as(as).startsWith("application/problem+json");
      JsonNode problem = parsed(answer.body(), as);
      assertThat(problem.path("status").asInt()).as(as).isEqualTo(answer.status());
      assertThat(problem.path("title").asText()).as(as).isNotBlank();
      assertThat(problem.path("detail").asText()).as(as).isNotBlank();
    }
    if (request.isUri() && request.isOfTheOperation()) {
      assertThat(operation.node().path("responses").has(String.valueOf(answer.status())))
          .as(as)
          .isTrue();
    }
  }

  private JsonNode parsed(String body, String as) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError(as, e);
    }
  }

  private static String login() {
    byte[] pair =
        (Administrator.NAME + ":" + Administrator.PASSWORD).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Test
  void garbageThatIsNoRequestIsRefusedAndTheServerGoesOn() throws IOException {
    RawHttp http = new RawHttp(server.getHost(), server.getPort());
    for (String garbage :
        List.of(
            "GET\r\n\r\n",
            "GET /api/v1/users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: "
                + "x".repeat(30_000)
                + "\r\n\r\n",
            "GET /"
                + "x".repeat(20_000)
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "POST /api/v1/users HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            "POST /api/v1/users HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")) {
      RawHttp.Answer answer = http.ask(garbage.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(answer.status()).as(garbage).matches(status -> status < 500);
      assertThat(answer.body()).as(garbage).doesNotContainPattern(LEAK);
    }
    Administrator.as().get("/q/health/ready").then().statusCode(200);
  }
}
