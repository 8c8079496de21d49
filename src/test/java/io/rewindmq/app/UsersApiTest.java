// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
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
import org.junit.jupiter.api.Test;

/** Users over REST and their logins, on a whole server with its database. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are injected
class UsersApiTest {
  private static final String PROBLEM = "application/problem+json";
  private static final String SECRET = "correct horse";

  @Inject RunningBroker broker;

  @AfterEach
  void removeUsers() {
    List<String> names = when().get("/api/v1/users").jsonPath().getList("name");
    names.forEach(name -> when().delete("/api/v1/users/" + name).then().statusCode(204));
  }

  private static ValidatableResponse add(@Nullable Object name, @Nullable Object password) {
    return given()
        .contentType("application/json")
        .body(body(name, password))
        .post("/api/v1/users")
        .then();
  }

  private static Map<String, Object> body(@Nullable Object name, @Nullable Object password) {
    Map<String, Object> body = new java.util.HashMap<>();
    body.put("name", name == null ? List.of() : name);
    body.put("password", password == null ? List.of() : password);
    return body;
  }

  private static ValidatableResponse changePassword(String name, String password) {
    return given()
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
    login(null, null);
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

    when().delete("/api/v1/users/billing").then().statusCode(204);
    refused("billing", "battery staple");
    when().delete("/api/v1/users/other").then().statusCode(204);
    login(null, null);
  }

  @Test
  void listTellsEverythingButTheHash() {
    String added = add("billing", SECRET).statusCode(201).extract().asString();
    String listed =
        when()
            .get("/api/v1/users")
            .then()
            .statusCode(200)
            .body("find { it.name == 'billing' }.enabled", equalTo(true))
            .extract()
            .asString();

    Map<String, Object> user = io.restassured.path.json.JsonPath.from(added).getMap("");
    assertThat(user).containsOnlyKeys("name", "enabled", "created", "changed");
    assertThat(listed).contains("\"created\":\"20").doesNotContain("$2a$", SECRET);
  }

  @Test
  void whatIsNotAllowedIsAnsweredWithTheRule() {
    add("no name", SECRET)
        .statusCode(400)
        .contentType(PROBLEM)
        .body("detail", containsString("letters a to z and A to Z, digits, and . _ @ -"));
    add(null, SECRET).statusCode(400).contentType(PROBLEM);
    add("billing", "geheim1")
        .statusCode(400)
        .contentType(PROBLEM)
        .body("detail", equalTo("a password has at least 8 characters"));
    add("billing", null).statusCode(400).contentType(PROBLEM);
    add("billing", 123456789).statusCode(400).contentType(PROBLEM);
    changePassword("nobody", SECRET).statusCode(404).contentType(PROBLEM);
    when().delete("/api/v1/users/nobody").then().statusCode(404).contentType(PROBLEM);

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
      given()
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
    given()
        .contentType("text/plain")
        .body("{\"name\":\"billing\",\"password\":\"" + SECRET + "\"}")
        .post("/api/v1/users")
        .then()
        .statusCode(415);
  }
}
