// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A first start where others may reach the broker, from the one-time password on; and tokens. */
@QuarkusTest
@TestProfile(ExposedBroker.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // fields are injected
class FirstStartTest {
  private static final String PASSWORD = "my own long password";
  private static final String WRONG = "some wrong password";

  @Inject RunningBroker broker;

  private RewindConnectionFactory factory() {
    return new RewindConnectionFactory(
        "rewind://127.0.0.1:" + broker.assembly().port() + "?request.timeout=5000");
  }

  /** Not injected: tests with other settings would have to have it. */
  private static String setting(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }

  private String log() {
    try {
      return Files.readString(Path.of(setting("quarkus.log.file.path")));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String oneTimePassword() {
    Matcher line =
        Pattern.compile("RWQ-0970 first login: user admin, one-time password ([a-z0-9-]{23}) ")
            .matcher(log());
    assertThat(line.find()).as("line with the password").isTrue();
    String password = line.group(1);
    assertThat(line.find()).as("a second one").isFalse();
    return password;
  }

  @Test
  @Order(1)
  void printsAOneTimePasswordThatMustBeChangedBeforeAnythingElse() {
    String given = oneTimePassword();
    given().get("/api/v1/groups").then().statusCode(401);
    given().get("/q/metrics").then().statusCode(401);
    given().get("/q/health/ready").then().statusCode(200);
    assertThatThrownBy(() -> factory().createContext().close())
        .isInstanceOf(JMSSecurityRuntimeException.class);
    assertThatThrownBy(() -> factory().createContext("admin", given).close())
        .isInstanceOf(JMSSecurityRuntimeException.class)
        .hasMessageContaining("given out for one use");
    Administrator.as("admin", given).get("/api/v1/users").then().statusCode(403);
    Administrator.as("admin", given).get("/q/metrics").then().statusCode(403);

    Administrator.as("admin", given)
        .contentType("application/json")
        .body(Map.of("password", PASSWORD))
        .put("/api/v1/users/admin/password")
        .then()
        .statusCode(204);

    Administrator.as("admin", given).get("/api/v1/users").then().statusCode(401);
    Administrator.as("admin", PASSWORD).get("/api/v1/users").then().statusCode(200);
    Administrator.as("admin", PASSWORD).get("/q/metrics").then().statusCode(200);
    factory().createContext("admin", PASSWORD).close();
    Administrator.as("admin", PASSWORD).delete("/api/v1/users/admin").then().statusCode(409);
  }

  @Test
  @Order(2)
  void tokensComeInOverHttpAndMessaging() throws JoseException {
    Administrator.as("admin", PASSWORD)
        .contentType("application/json")
        .body(
            """
            {"permissions": [{"verbs": ["send", "create"], "pattern": "token.*"}]}
            """)
        .put("/api/v1/roles/sender")
        .then()
        .statusCode(201);
    String sender = token("alice", 600, List.of("sender", "unknown here"));
    String monitor = token("bob", 600, List.of("monitor"));

    bearer(monitor, "/api/v1/users", 200);
    bearer(sender, "/api/v1/users", 403);
    bearer(monitor, "/q/metrics", 200);
    bearer(token("bob", -60, List.of("monitor")), "/api/v1/users", 401);
    bearer(monitor.substring(0, monitor.length() - 20), "/api/v1/users", 401);
    try (JMSContext context = factory().createContext("", sender)) {
      context.createProducer().send(context.createQueue("token.orders"), "hello");
      assertThatThrownBy(() -> context.createConsumer(context.createQueue("token.orders")).close())
          .isInstanceOf(JMSSecurityRuntimeException.class)
          .hasMessageContaining("user jwt:alice may not consume queue token.orders");
    }
    assertThatThrownBy(() -> factory().createContext("", "no token").close())
        .isInstanceOf(JMSSecurityRuntimeException.class)
        .hasMessageContaining("the token is not accepted");
  }

  /** Within a few seconds after its token has run out, the connection ends and says so. */
  @Test
  @Order(3)
  void connectionEndsWithItsToken() throws JoseException, InterruptedException {
    String token = token("alice", -27, List.of("sender")); // 3 s are left of the allowance
    BlockingQueue<JMSException> told = new ArrayBlockingQueue<>(1);
    try (JMSContext context = factory().createContext("", token)) {
      context.setExceptionListener(told::offer);
      context.createProducer().send(context.createQueue("token.orders"), "in time");
      assertThat(told.poll(30, TimeUnit.SECONDS))
          .isInstanceOf(JMSSecurityException.class)
          .hasMessageContaining("the login does not count any more");
      assertThatThrownBy(
              () -> context.createProducer().send(context.createQueue("token.orders"), "late"))
          .isInstanceOf(JMSRuntimeException.class);
    }
  }

  @Test
  @Order(4)
  void removedUserIsPutOut() {
    Administrator.as("admin", PASSWORD)
        .contentType("application/json")
        .body(Map.of("name", "leaver", "password", PASSWORD, "roles", List.of("messaging")))
        .post("/api/v1/users")
        .then()
        .statusCode(201);
    try (JMSContext context = factory().createContext("leaver", PASSWORD)) {
      context.createProducer().send(context.createQueue("token.orders"), "in time");
      Administrator.as("admin", PASSWORD).delete("/api/v1/users/leaver").then().statusCode(204);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(
                          () ->
                              context
                                  .createProducer()
                                  .send(context.createQueue("token.orders"), "late"))
                      .isInstanceOf(JMSRuntimeException.class));
    }
  }

  @Test
  @Order(5)
  void noSecretIsInTheLogTheErrorsOrTheAnswers() throws JoseException {
    String token = token("carol", -600, List.of("admin"));
    StringBuilder answers = new StringBuilder();
    answers.append(Administrator.as("admin", WRONG).get("/api/v1/users").asString());
    answers.append(given().header("Authorization", "Bearer " + token).get("/").asString());
    answers.append(
        Administrator.as("admin", PASSWORD)
            .contentType("application/json")
            .body("{\"password\": \"" + WRONG)
            .put("/api/v1/users/admin/password")
            .asString());
    for (String path : List.of("users", "users/admin", "roles", "audit?limit=1000", "groups")) {
      answers.append(Administrator.as("admin", PASSWORD).get("/api/v1/" + path).asString());
    }
    for (@Nullable String user : new @Nullable String[] {"admin", ""}) {
      String secret = "admin".equals(user) ? WRONG : token;
      try {
        factory().createContext(user, secret).close();
      } catch (JMSRuntimeException refused) {
        answers.append(refused.getMessage());
      }
    }
    assertThat(answers).hasSizeGreaterThan(500);
    String signature = token.substring(token.lastIndexOf('.'));
    String lines = log();
    for (String secret : List.of(PASSWORD, WRONG, token, signature, "$2a$")) {
      assertThat(answers.toString()).doesNotContain(secret);
      assertThat(lines).doesNotContain(secret);
    }
    assertThat(lines).contains("RWQ-0620", "RWQ-0627");
  }

  private static void bearer(String token, String path, int status) {
    given().header("Authorization", "Bearer " + token).get(path).then().statusCode(status);
  }

  private String token(String user, long secondsFromNow, List<String> roles) throws JoseException {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ExposedBroker.StartFiles.ISSUER);
    claims.setAudience(ExposedBroker.StartFiles.AUDIENCE);
    claims.setSubject(user);
    claims.setExpirationTime(
        NumericDate.fromSeconds(System.currentTimeMillis() / 1000 + secondsFromNow));
    claims.setClaim("roles", roles);
    PublicJsonWebKey signer = PublicJsonWebKey.Factory.newPublicJwk(setting("exposed.test.key"));
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(signer.getPrivateKey());
    signature.setKeyIdHeaderValue(signer.getKeyId());
    signature.setAlgorithmHeaderValue("RS256");
    return signature.getCompactSerialization();
  }
}
