// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users over REST and their logins, on a whole server with its database. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are injected
class UsersApiTest {
  private static final String PROBLEM = "application/problem+json";
  private static final String SECRET = "correct horse";

  @Inject RunningBroker broker;

  @BeforeEach
  void enter() {
    login(null, null);
    Administrator.enter();
  }

  @AfterEach
  void leave() {
    Administrator.leave();
    login(null, null);
  }

  private static ValidatableResponse add(@Nullable Object name, @Nullable Object password) {
    return Administrator.as()
        .contentType("application/json")
        .body(body(name, password))
        .post("/api/v1/users")
        .then();
  }

  private static Map<String, Object> body(@Nullable Object name, @Nullable Object password) {
    Map<String, Object> body = new java.util.HashMap<>();
    body.put("name", name == null ? List.of() : name);
    body.put("password", password == null ? List.of() : password);
    body.put("roles", List.of("messaging"));
    return body;
  }

  private static ValidatableResponse changePassword(String name, String password) {
    return Administrator.as()
        .contentType("application/json")
        .body(Map.of("password", password))
        .put("/api/v1/users/" + name + "/password")
        .then();
  }

  private void login(@Nullable String user, @Nullable String password) {
    RewindConnectionFactory factory =
        new RewindConnectionFactory("rewind://127.0.0.1:" + broker.assembly().port());
    try (JMSContext context = factory.createContext(user, password)) {
      assertThat(context.createQueue("users.orders")).isNotNull();
    }
  }

  private void refused(@Nullable String user, @Nullable String password) {
    assertThatThrownBy(() -> login(user, password)).isInstanceOf(JMSSecurityRuntimeException.class);
  }

  @Test
  void userThatWasAddedGetsInAndNobodyElse() {
    add("billing", SECRET)
        .statusCode(201)
        .header("Location", containsString("/api/v1/users/billing"));

    login("billing", SECRET);
    refused("billing", "wrong horse");
    refused("nobody", SECRET);
    refused(null, null);
    RewindConnectionFactory factory =
        new RewindConnectionFactory("rewind://127.0.0.1:" + broker.assembly().port());
    assertThatThrownBy(() -> factory.createConnection("billing", "wrong horse").close())
        .isInstanceOf(JMSSecurityException.class)
        .hasMessageContaining("wrong user or password");
  }

  @Test
  void changeOfPasswordAndRemovalHoldForTheNextLogin() {
    add("billing", SECRET).statusCode(201);
    add("other", SECRET).statusCode(201);
    login("billing", SECRET);

    changePassword("billing", "battery staple").statusCode(204);
    refused("billing", SECRET);
    login("billing", "battery staple");

    Administrator.as().delete("/api/v1/users/billing").then().statusCode(204);
    refused("billing", "battery staple");
    Administrator.as().delete("/api/v1/users/other").then().statusCode(204);
  }

  @Test
  void listTellsEverythingButTheHash() {
    String added = add("billing", SECRET).statusCode(201).extract().asString();
    String listed =
        Administrator.as()
            .get("/api/v1/users")
            .then()
            .statusCode(200)
            .body("find { it.name == 'billing' }.enabled", equalTo(true))
            .extract()
            .asString();

    Map<String, Object> user = io.restassured.path.json.JsonPath.from(added).getMap("");
    assertThat(user).containsOnlyKeys("name", "enabled", "oneTime", "roles", "created", "changed");
    assertThat(listed).contains("\"created\":\"20").doesNotContain("$2a$", SECRET);
  }

  @Test
  void whatIsNotAllowedIsAnsweredWithTheRule() {
    add("no: name", SECRET)
        .statusCode(400)
        .contentType(PROBLEM)
        .body("detail", containsString("letters a to z and A to Z, digits, . _ @ -"));
    add(null, SECRET).statusCode(400).contentType(PROBLEM);
    add("billing", "geheim1")
        .statusCode(400)
        .contentType(PROBLEM)
        .body("detail", equalTo("a password has at least 8 characters"));
    add("billing", null).statusCode(400).contentType(PROBLEM);
    add("billing", 123456789).statusCode(400).contentType(PROBLEM);
    changePassword("nobody", SECRET).statusCode(404).contentType(PROBLEM);
    Administrator.as().delete("/api/v1/users/nobody").then().statusCode(404).contentType(PROBLEM);

    add("billing", SECRET).statusCode(201);
    add("billing", "battery staple")
        .statusCode(409)
        .contentType(PROBLEM)
        .body("detail", equalTo("there is a user \"billing\""));
    changePassword("billing", "short").statusCode(400).contentType(PROBLEM);
  }

  @Test
  void bodyThatIsNoJsonIsNotRepeated() {
    for (String body : List.of("{\"name\": geheim", "[\"geheim\"]", "", "\"geheim\"")) {
      Administrator.as()
          .contentType("application/json")
          .body(body)
          .post("/api/v1/users")
          .then()
          .statusCode(400)
          .contentType(PROBLEM)
          .body(not(containsString("geheim")));
    }
  }

  /** A page in a browser may send plain text anywhere without being asked. */
  @Test
  void takesNothingButJson() {
    Administrator.as()
        .contentType("text/plain")
        .body("{\"name\":\"billing\",\"password\":\"" + SECRET + "\"}")
        .post("/api/v1/users")
        .then()
        .statusCode(415);
  }

  @Test
  void firstUserMustBeAnAdministratorAndTheLastOneStays() {
    Administrator.leave();
    given()
        .contentType("application/json")
        .body(Map.of("name", "billing", "password", SECRET))
        .post("/api/v1/users")
        .then()
        .statusCode(409)
        .body("detail", containsString("one of them must have the role admin"));
    Administrator.enter();
    add("billing", SECRET).statusCode(201);

    for (String change : List.of("{\"roles\": [\"messaging\"]}", "{\"enabled\": false}")) {
      Administrator.as()
          .contentType("application/json")
          .body(change)
          .patch("/api/v1/users/" + Administrator.NAME)
          .then()
          .statusCode(409);
    }
    Administrator.as()
        .delete("/api/v1/users/" + Administrator.NAME)
        .then()
        .statusCode(409)
        .body("detail", containsString("nobody could administer the broker then"));
  }

  @Test
  void rolesDecideWhatAUserMayDoAtOnce() {
    Administrator.putRole(
        "clerk",
        """
        {"permissions": [{"verbs": ["send", "create"], "kind": "queue", "pattern": "clerk.*"}]}
        """);
    Administrator.addUser("billing", SECRET, "clerk");
    RewindConnectionFactory factory =
        new RewindConnectionFactory("rewind://127.0.0.1:" + broker.assembly().port());
    try (JMSContext context = factory.createContext("billing", SECRET)) {
      context.createProducer().send(context.createQueue("clerk.orders"), "allowed");
      assertThatThrownBy(
              () -> context.createProducer().send(context.createQueue("other"), "refused"))
          .isInstanceOf(JMSSecurityRuntimeException.class)
          .hasMessageContaining("user billing may not use queue other");
      assertThatThrownBy(() -> context.createConsumer(context.createQueue("clerk.orders")).close())
          .isInstanceOf(JMSSecurityRuntimeException.class);

      Administrator.putRole("clerk", "{}");
      // the answer comes once the roles are known; the loop is told at the same moment
      org.awaitility.Awaitility.await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(
                          () ->
                              context
                                  .createProducer()
                                  .send(context.createQueue("clerk.orders"), "refused"))
                      .isInstanceOf(JMSSecurityRuntimeException.class));
    }
  }

  @Test
  void roleThatIsNoneOrInUseOrBuiltInIsRefused() {
    Administrator.as()
        .contentType("application/json")
        .body("{\"roles\": [\"clerc\"]}")
        .patch("/api/v1/users/" + Administrator.NAME)
        .then()
        .statusCode(404)
        .body("detail", containsString("there is no role \"clerc\""));
    Administrator.putRole("clerk", "{\"rights\": [\"monitor\"]}");
    Administrator.addUser("billing", SECRET, "clerk");
    Administrator.as()
        .delete("/api/v1/roles/clerk")
        .then()
        .statusCode(409)
        .body("detail", containsString("in use by 1 user, billing"));
    Administrator.as().delete("/api/v1/roles/admin").then().statusCode(409);
    for (String body :
        List.of(
            "{\"rights\": [\"root\"]}",
            "{\"permissions\": [{\"verbs\": [\"write\"], \"pattern\": \"a\"}]}",
            "{\"permissions\": [{\"verbs\": [], \"pattern\": \"a\"}]}",
            "{\"permissions\": [{\"verbs\": [\"send\"], \"pattern\": \"a>\"}]}",
            "{\"permissions\": [{\"verbs\": [\"send\"]}]}",
            "{\"permission\": []}")) {
      Administrator.as()
          .contentType("application/json")
          .body(body)
          .put("/api/v1/roles/clerk")
          .then()
          .statusCode(400)
          .contentType(PROBLEM);
    }
  }

  @Test
  void changesAreOnRecordAlsoRefusedOnes() {
    Administrator.addUser("billing", SECRET, "messaging");
    Administrator.as("billing", SECRET).delete("/api/v1/users/billing").then().statusCode(403);
    String audit =
        Administrator.as()
            .queryParam("object", "user billing")
            .queryParam("limit", 2)
            .get("/api/v1/audit")
            .then()
            .statusCode(200)
            .body("entries[0].user", equalTo("billing"))
            .body("entries[0].verb", equalTo("user.remove"))
            .body("entries[0].outcome", equalTo("refused"))
            .body("entries[0].address", containsString("127.0.0.1:"))
            .body("entries[1].user", equalTo(Administrator.NAME))
            .body("entries[1].verb", equalTo("user.add"))
            .body("entries[1].outcome", equalTo("done"))
            .extract()
            .asString();
    assertThat(audit).doesNotContain(SECRET, Administrator.PASSWORD);
    Administrator.as().queryParam("limit", 0).get("/api/v1/audit").then().statusCode(400);
    Administrator.as("billing", SECRET).get("/api/v1/audit").then().statusCode(403);
  }
}
