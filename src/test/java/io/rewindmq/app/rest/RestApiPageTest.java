// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.rewindmq.app.Administrator;
import io.rewindmq.delivery.Setting;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of docs/rest-api.md, in their order, against a whole server. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are injected
class RestApiPageTest {
  private static final Path PAGE = Path.of("docs/rest-api.md");
  private static final Pattern EXAMPLE = Pattern.compile("```http\n(.*?)```", Pattern.DOTALL);

  @Inject ObjectMapper json;

  @AfterEach
  void removeWhatIsLeft() {
    Administrator.as("anna", "correct horse").delete("/api/v1/users/billing");
    Administrator.as("anna", "correct horse").delete("/api/v1/roles/billing");
    Administrator.as("anna", "correct horse").delete("/api/v1/users/anna");
    when().delete("/api/v1/destinations/queue/orders?force=true");
    when().delete("/api/v1/destinations/queue/parked?force=true");
  }

  @Test
  void examplesAreTrue() throws IOException {
    List<String> examples =
        EXAMPLE.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)).toList();
    assertThat(examples).hasSizeGreaterThan(10);
    for (String example : examples) {
      String[] halves = example.split("\n\n", 2);
      Response answer = ask(halves[0]);
      String[] expected = halves[1].strip().split("\n", 2);
      assertThat(answer.statusCode())
          .as(example + answer.asString())
          .isEqualTo(Integer.parseInt(expected[0]));
      if (answer.statusCode() == 202) {
        awaitEnd(answer.header("Location"));
      }
      if (expected.length > 1) {
        contains(json.readTree(answer.asString()), json.readTree(expected[1]), example);
      }
    }
  }

  /** The next example may need what an operation does. */
  private static void awaitEnd(String operation) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !when().get(operation).jsonPath().getString("state").equals("running"));
  }

  private static Response ask(String request) {
    String[] lines = request.split("\n", 2);
    String[] words = lines[0].split(" ", 2);
    RequestSpecification asked = given().urlEncodingEnabled(false); // the page has done it
    String rest = lines.length > 1 ? lines[1] : "";
    if (rest.startsWith("Authorization: ")) {
      String[] header = rest.split("\n", 2);
      asked.header("Authorization", header[0].substring("Authorization: ".length()));
      rest = header.length > 1 ? header[1] : "";
    }
    if (!rest.isEmpty()) {
      asked.contentType("application/json").body(rest);
    }
    return asked.request(words[0], words[1]);
  }

  private static void contains(JsonNode answer, JsonNode shown, String example) {
    if (shown.isArray() && shown.size() == 1 && shown.get(0).isObject() && answer.isArray()) {
      contains(answer.path(0), shown.get(0), example); // the first is shown
    } else if (shown.isObject()) {
      shown
          .properties()
          .forEach(field -> contains(answer.path(field.getKey()), field.getValue(), example));
    } else {
      assertThat(answer).as(example).isEqualTo(shown);
    }
  }

  @Test
  void namesEverySetting() throws IOException {
    String page = Files.readString(PAGE);
    for (Setting setting : Setting.values()) {
      assertThat(page).contains("| `" + setting.text() + "` |");
    }
  }
}
