// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.rewindmq.app.Administrator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who comes in over HTTP, and how browsers are kept from coming in behind somebody's back. */
@QuarkusTest
class HttpGateTest {
  private static final String GROUPS = "/api/v1/groups";
  private static final String SECRET = "correct horse";

  @Test
  void withoutUsersThisMachineComesInUnlessABrowserWasTricked() {
    given().get(GROUPS).then().statusCode(200);
    given().header("Host", "localhost").get(GROUPS).then().statusCode(200);
    given().header("Host", "[::1]:7680").get(GROUPS).then().statusCode(200);
    given()
        .header("Host", "evil.example.com")
        .get(GROUPS)
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("detail", containsString("administered as localhost, not as evil.example.com"));
    given()
        .header("X-Forwarded-For", "10.0.0.7")
        .get(GROUPS)
        .then()
        .statusCode(403)
        .body("detail", containsString("through a proxy"));
  }

  @Test
  void pagesOfOtherSitesChangeNothing() {
    for (Map<String, String> headers :
        List.of(
            Map.of("Origin", "http://evil.example.com"),
            Map.of("Origin", "null"),
            Map.of("Sec-Fetch-Site", "cross-site"))) {
      given()
          .headers(headers)
          .contentType("text/plain")
          .body("{\"to\": \"earliest\"}")
          .post(GROUPS + "/gate/rewind")
          .then()
          .statusCode(403)
          .body("detail", containsString("a page of another site"));
    }
    given()
        .header("Host", "localhost:7680")
        .header("Origin", "http://localhost:7680")
        .body("{\"to\": \"earliest\"}")
        .post(GROUPS + "/gate/rewind")
        .then()
        .statusCode(404);
  }

  @Test
  void withUsersALoginIsNeededForAllButHealthAndLocalMetrics() {
    Administrator.enter();
    try {
      for (String path : List.of(GROUPS, "/api/v1/nothing", "/q/openapi", "/")) {
        given()
            .get(path)
            .then()
            .statusCode(401)
            .header("WWW-Authenticate", containsString("Basic"));
      }
      given().get("/q/health/live").then().statusCode(200);
      given().get("/q/metrics").then().statusCode(200);
      given().header("X-Forwarded-For", "10.0.0.7").get("/q/metrics").then().statusCode(401);
      Administrator.as().get(GROUPS).then().statusCode(200);
      Administrator.as().get("/api/v1/nothing").then().statusCode(404);
      for (String header :
          List.of("Basic", "Basic !!!", "Basic Om5vdXNlcg==", "Bearer a.b.c", "Digest x")) {
        given().header("Authorization", header).get(GROUPS).then().statusCode(401);
      }
    } finally {
      Administrator.leave();
    }
  }

  @Test
  void guessingIsSlowedDown() {
    Administrator.enter();
    try {
      Administrator.addUser("guessed", SECRET);
      for (int i = 0; i < 5; i++) {
        Administrator.as("guessed", "guess number " + i).get(GROUPS).then().statusCode(401);
      }
      Administrator.as("guessed", "guess number 5")
          .get(GROUPS)
          .then()
          .statusCode(429)
          .body("detail", containsString("too many failed logins"));
    } finally {
      Administrator.leave();
    }
  }

  @Test
  void oneTimePasswordDoesForNothingButChangingIt() {
    Administrator.enter();
    try {
      Administrator.as()
          .contentType("application/json")
          .body(
              Map.of(
                  "name", "fresh", "password", SECRET, "oneTime", true, "roles", List.of("admin")))
          .post("/api/v1/users")
          .then()
          .statusCode(201);
      for (String path : List.of(GROUPS, "/api/v1/users", "/api/v1/audit")) {
        Administrator.as("fresh", SECRET)
            .get(path)
            .then()
            .statusCode(403)
            .body("detail", containsString("must be changed first"));
      }
      assertThat(change("root")).isEqualTo(403);
      assertThat(changeTo(SECRET)).as("the same again").isEqualTo(400);
      assertThat(change("fresh")).isEqualTo(204);
      Administrator.as("fresh", "battery staple").get("/api/v1/users").then().statusCode(200);
      Administrator.as("fresh", SECRET).get(GROUPS).then().statusCode(401);
    } finally {
      Administrator.leave();
    }
  }

  @Test
  void refusedLoginsAreCounted() {
    Administrator.enter();
    try {
      String name = "rewind_http_logins_failed_total{reason=\"wrong\",}";
      double before = metric(name);
      given().get(GROUPS).then().statusCode(401);
      Administrator.as("stranger", "wrong horse").get(GROUPS).then().statusCode(401);

      assertThat(metric(name)).isEqualTo(before + 2);
      assertThat(metric("rewind_failed_login_pairs ")).isPositive();
      assertThat(metric("rewind_failed_login_pairs_max ")).isEqualTo(10_000);
    } finally {
      Administrator.leave();
    }
  }

  private static double metric(String name) {
    String all = given().accept("text/plain").get("/q/metrics").asString();
    String line = all.lines().filter(one -> one.startsWith(name)).findFirst().orElseThrow();
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedBeforeItIsRead() {
    given()
        .contentType("application/json")
        .body("{\"name\": \"" + "x".repeat(70_000) + "\"}")
        .post("/api/v1/users")
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("detail", containsString("more than 65536 bytes"));
  }

  private static int change(String user) {
    return put(user, "battery staple");
  }

  private static int changeTo(String password) {
    return put("fresh", password);
  }

  private static int put(String user, String password) {
    return Administrator.as("fresh", SECRET)
        .contentType("application/json")
        .body(Map.of("password", password))
        .put("/api/v1/users/" + user + "/password")
        .statusCode();
  }
}
