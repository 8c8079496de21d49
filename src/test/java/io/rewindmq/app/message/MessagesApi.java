// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.message;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** What the tests of messages over REST share. */
final class MessagesApi {
  static final String API = "/api/v1";
  static final Duration LONG = Duration.ofSeconds(60);

  private MessagesApi() {}

  /** All whose names begin with messages, and their dead-letter queues. */
  static void removeDestinations() {
    for (String kind : List.of("queue", "topic")) {
      List<String> names =
          when()
              .get(API + "/destinations")
              .jsonPath()
              .getList(
                  "findAll { it.kind == '" + kind + "' && it.name.contains('messages.') }.name");
      names.forEach(
          name ->
              given()
                  .pathParam("name", name)
                  .delete(API + "/destinations/" + kind + "/{name}?force=true")
                  .then()
                  .statusCode(204));
    }
  }

  static void makeDestination(Map<String, ?> body) {
    given()
        .contentType("application/json")
        .body(body)
        .post(API + "/destinations")
        .then()
        .statusCode(201);
  }

  static ValidatableResponse post(String path, Object body) {
    return given().contentType("application/json").body(body).post(path).then();
  }

  static void send(String path, Object body) {
    post(path, body).statusCode(201).body("messageId", startsWith("ID:rw-"));
  }

  /** Waits for the end of the operation that an answer has begun. */
  static JsonPath ended(ValidatableResponse answer) {
    String path = answer.statusCode(202).extract().header("Location");
    assertThat(path).startsWith(API + "/operations/");
    Awaitility.await()
        .atMost(LONG)
        .until(() -> !when().get(path).jsonPath().getString("state").equals("running"));
    return when().get(path).jsonPath();
  }

  static List<String> texts(String group) {
    return when()
        .get(API + "/groups/" + group + "/messages")
        .jsonPath()
        .getList("messages.body.text");
  }
}
