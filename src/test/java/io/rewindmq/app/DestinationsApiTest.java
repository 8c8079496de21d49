// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.rewindmq.broker.catalog.Catalog;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.delivery.Setting;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.inject.Inject;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Destinations over REST, on a whole server with its database. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are injected
class DestinationsApiTest {
  private static final String PROBLEM = "application/problem+json";
  private static final String ALL = "/api/v1/destinations";

  @Inject RunningBroker broker;
  @Inject Catalog catalog;

  @AfterEach
  void removeDestinations() {
    for (String kind : List.of("queue", "topic")) {
      List<String> names =
          when()
              .get(ALL)
              .jsonPath()
              .getList("findAll { it.kind == '" + kind + "' && it.name.startsWith('rest') }.name");
      names.forEach(
          name ->
              given()
                  .pathParam("name", name)
                  .delete(ALL + "/" + kind + "/{name}?force=true")
                  .then()
                  .statusCode(204));
    }
  }

  private static ValidatableResponse create(String body) {
    return given().contentType("application/json").body(body).post(ALL).then();
  }

  private static ValidatableResponse change(String path, String body) {
    return given().contentType("application/json").body(body).patch(ALL + path).then();
  }

  private static ValidatableResponse show(String path) {
    return when().get(ALL + path).then();
  }

  private RewindConnectionFactory factory() {
    return new RewindConnectionFactory("rewind://127.0.0.1:" + broker.assembly().port());
  }

  private List<DestinationDefinition> rows() {
    return catalog.content().toCompletableFuture().join().destinations();
  }

  @Test
  void makesAQueueWithSettingsOfItsOwn() {
    create(
            """
            {"name": "rest.orders", "kind": "queue", "partitions": 3,
             "deliveriesMax": 5, "deadLetterQueue": "rest.dead"}
            """)
        .statusCode(201)
        .header("Location", equalTo("/api/v1/destinations/queue/rest.orders"))
        .body("kind", equalTo("queue"))
        .body("partitions", hasSize(3))
        .body("partitions[2].backlogBytes", equalTo(0))
        .body("partitions[2].historyBytes", equalTo(0));

    show("/queue/rest.orders")
        .statusCode(200)
        .body("settings.deliveriesMax.value", equalTo(5))
        .body("settings.deliveriesMax.from", equalTo("own"))
        .body("settings.deadLetterQueue.value", equalTo("rest.dead"))
        .body("settings.replayAllowed.value", equalTo(true))
        .body("settings.replayAllowed.from", equalTo("default"))
        .body("settings.expiryQueue.value", nullValue())
        .body("settings.keySet()", hasSize(Setting.values().length))
        .body("consumers", equalTo(0));
    show("/rest.orders").statusCode(200).body("kind", everyItem(equalTo("queue")));
    assertThat(rows())
        .filteredOn(row -> row.name().equals("rest.orders"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.partitions()).isEqualTo(3);
              assertThat(row.own())
                  .isEqualTo(Set.of(Setting.DELIVERIES_MAX, Setting.DEAD_LETTER_QUEUE));
            });
  }

  @Test
  void sameOneAgainIsFineAndAnotherOneIsAConflict() {
    String orders = "{\"name\": \"rest.orders\", \"kind\": \"queue\", \"deliveriesMax\": 5}";
    create(orders).statusCode(201);
    create(orders).statusCode(200).header("Location", nullValue());
    create("{\"name\": \"rest.orders\", \"kind\": \"topic\"}").statusCode(201);

    create(
            "{\"name\": \"rest.orders\", \"kind\": \"queue\", \"partitions\": 4,"
                + " \"deliveriesMax\": 6}")
        .statusCode(409)
        .contentType(PROBLEM)
        .body(
            "detail",
            equalTo(
                "queue \"rest.orders\" exists with partitions 1, not 4; deliveriesMax 5, not 6"));
  }

  @Test
  void changesAndResetsSettings() {
    create("{\"name\": \"rest.orders\", \"kind\": \"queue\", \"deliveriesMax\": 5}")
        .statusCode(201);

    change(
            "/queue/rest.orders",
            "{\"deliveriesMax\": null, \"redeliveryDelayMillis\": 1000, \"replayAllowed\": false}")
        .statusCode(200)
        .body("settings.deliveriesMax.value", equalTo(10))
        .body("settings.deliveriesMax.from", equalTo("default"))
        .body("settings.redeliveryDelayMillis.value", equalTo(1000))
        .body("settings.redeliveryDelayMillis.from", equalTo("own"));
    show("/queue/rest.orders").body("settings.replayAllowed.value", equalTo(false));
    given()
        .body("{\"to\": \"earliest\"}")
        .post("/api/v1/groups/rest.orders/rewind")
        .then()
        .statusCode(409)
        .body("detail", containsString("forbids replay"));
    given()
        .contentType("application/merge-patch+json")
        .body("{}")
        .patch(ALL + "/queue/rest.orders")
        .then()
        .statusCode(200)
        .body("settings.replayAllowed.from", equalTo("own"));
  }

  @Test
  void whatCanNotBeChangedIsAConflict() {
    create("{\"name\": \"rest.orders\", \"kind\": \"queue\"}").statusCode(201);
    for (String body :
        List.of("{\"partitions\": 2}", "{\"name\": \"x\"}", "{\"kind\": \"topic\"}")) {
      change("/queue/rest.orders", body)
          .statusCode(409)
          .contentType(PROBLEM)
          .body(
              "detail", allOf(containsString("can't be changed"), containsString("deliveriesMax")));
    }
  }

  @Test
  void unknownFieldNamesTheNearest() {
    create("{\"name\": \"rest.orders\", \"kind\": \"queue\", \"maxDeliveries\": 5}")
        .statusCode(400)
        .contentType(PROBLEM)
        .body(
            "detail", containsString("unknown field \"maxDeliveries\"; known ones: deliveriesMax"));
    show("/queue/rest.orders").statusCode(404);
  }

  @Test
  void saysWhatWasExpectedAndWhatWasThere() {
    invalid("", "expected a JSON object with");
    invalid("{", "not a JSON object");
    invalid("{\"name\": \"..\", \"kind\": \"queue\"}", "no part of a URL");
    invalid("[]", "expected a JSON object");
    invalid("{\"name\": \"a\", \"kind\": \"queue\"} {}", "not a JSON object");
    invalid("{\"name\": \"a\", \"name\": \"b\", \"kind\": \"queue\"}", "Duplicate");
    invalid("{\"kind\": \"queue\"}", "the field \"name\" is missing");
    invalid("{\"name\": \"a\"}", "the field \"kind\" is missing");
    invalid("{\"name\": 5, \"kind\": \"queue\"}", "\"name\": expected a text, got 5");
    invalid("{\"name\": \"a\", \"kind\": \"Queue\"}", "expected \"queue\" or \"topic\", got");
    invalid("{\"name\": \"a?b\", \"kind\": \"queue\"}", "has no '?'");
    invalid("{\"name\": \"\", \"kind\": \"queue\"}", "1 to 1000 characters, not 0");
    invalid("{\"name\": \"\\ud800\", \"kind\": \"queue\"}", "half characters");
    invalid(
        "{\"name\": \"a\", \"kind\": \"queue\", \"partitions\": 0}",
        "partitions must be 1 to 1024, not 0");
    invalidSetting("\"deliveriesMax\": \"ten\"", "expected a whole number, got \"ten\"");
    invalidSetting("\"deliveriesMax\": 1.5", "expected a whole number, got 1.5");
    invalidSetting("\"deliveriesMax\": 5000000000", "at most ten digits, got 5000000000");
    invalidSetting("\"deliveriesMax\": -1", "deliveriesMax must be 0 to 60000, not -1");
    invalidSetting("\"retentionMillis\": -1", "retentionMillis must be 0 to");
    invalidSetting("\"retentionMillis\": 1e30", "expected a whole number");
    invalidSetting("\"redeliveryFactorPercent\": 99", "must be 100 to 10000, not 99");
    invalidSetting("\"replayAllowed\": \"no\"", "expected true or false, got \"no\"");
    invalidSetting("\"backlogBytesMax\": -1", "backlogBytesMax must be 0 to");
    invalidSetting(
        "\"backlogPolicy\": \"drop\"",
        "backlogPolicy must be block, fail, dead-letter-oldest, not drop");
    invalidSetting("\"expiryQueue\": true", "\"expiryQueue\": expected a text, got true");
    invalidSetting("\"expiryQueue\": \"a\"", "can't be its own");
    invalidSetting("\"deadLetterQueue\": \"x?y\"", "has no '?'");
  }

  private static void invalidSetting(String setting, String detail) {
    invalid("{\"name\": \"a\", \"kind\": \"queue\", " + setting + "}", detail);
  }

  private static void invalid(String body, String detail) {
    create(body)
        .statusCode(400)
        .contentType(PROBLEM)
        .body("status", equalTo(400))
        .body("detail", containsString(detail));
  }

  @Test
  void unknownDestinationNamesTheNearestOfItsKind() {
    create("{\"name\": \"rest.orders\", \"kind\": \"queue\"}").statusCode(201);
    String hint = "there is no queue \"rest.odrers\"; known ones: rest.orders";

    show("/queue/rest.odrers").statusCode(404).body("detail", containsString(hint));
    change("/queue/rest.odrers", "{\"deliveriesMax\": 1}")
        .statusCode(404)
        .contentType(PROBLEM)
        .body("detail", containsString(hint));
    when()
        .delete(ALL + "/queue/rest.odrers")
        .then()
        .statusCode(404)
        .contentType(PROBLEM)
        .body("detail", containsString(hint));
    when().delete(ALL + "/topic/rest.orders").then().statusCode(404);
    show("/queues/rest.orders")
        .statusCode(404)
        .contentType(PROBLEM)
        .body("detail", containsString("expected queue or topic"));
  }

  @Test
  void deletesWhatNobodyReadsAndTheRestByForce() throws InterruptedException {
    BlockingQueue<JMSException> failures = new LinkedBlockingQueue<>();
    try (JMSContext context = factory().createContext()) {
      context.setExceptionListener(failures::add);
      context.createProducer().send(context.createQueue("rest.orders"), "gone");
      JMSConsumer consumer = context.createConsumer(context.createQueue("rest.orders"));
      show("/queue/rest.orders").body("consumers", equalTo(1));
      when()
          .delete(ALL + "/queue/rest.orders")
          .then()
          .statusCode(409)
          .contentType(PROBLEM)
          .body("detail", containsString("has 1 consumer, expected none"));
      when()
          .delete(ALL + "/queue/rest.orders?force=yes")
          .then()
          .statusCode(400)
          .body("detail", equalTo("force: expected true or false, got \"yes\""));

      when().delete(ALL + "/queue/rest.orders?force=true").then().statusCode(204);

      assertThat(failures.poll(10, TimeUnit.SECONDS))
          .isInstanceOf(InvalidDestinationException.class);
      assertThat(consumer).isNotNull();
    }
    show("/queue/rest.orders").statusCode(404);
    when().get("/api/v1/groups").then().body("name.findAll { it == 'rest.orders' }", hasSize(0));
    assertThat(rows()).noneMatch(row -> row.name().equals("rest.orders"));
  }

  @Test
  void takesNamesOfAllKindsInPaths() {
    for (String name : List.of("rest/a b%2F+é", "rest#😀;x=1", "...", "{name}")) {
      String location =
          given()
              .contentType("application/json")
              .body(java.util.Map.of("name", name, "kind", "topic"))
              .post(ALL)
              .then()
              .statusCode(201)
              .extract()
              .header("Location");
      given()
          .urlEncodingEnabled(false)
          .get(location)
          .then()
          .statusCode(200)
          .body("name", equalTo(name));
      given().urlEncodingEnabled(false).delete(location).then().statusCode(204);
    }
  }

  @Test
  void temporaryOnesAreShownAndNothingElse() {
    try (JMSContext context = factory().createContext()) {
      String name = context.createTemporaryQueue().toString();
      String path = "/temporary-queue/" + name.substring(name.lastIndexOf('/') + 1);
      show(path).statusCode(200).body("kind", equalTo("temporary-queue"));
      when()
          .delete(ALL + path + "?force=true")
          .then()
          .statusCode(400)
          .body("detail", containsString("end with them"));
    }
  }

  /** A page in a browser may send plain text anywhere without being asked. */
  @Test
  void takesNothingButJson() {
    given()
        .contentType("text/plain")
        .body("{\"name\": \"rest.orders\", \"kind\": \"queue\"}")
        .post(ALL)
        .then()
        .statusCode(415);
  }
}
