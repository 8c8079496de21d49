// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** REST administration, health and metrics of a whole server. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are injected
class AdminApiTest {
  private static final String PROBLEM = "application/problem+json";

  @Inject RunningBroker broker;

  @BeforeEach
  void makeTheQueueDrained() {
    try (JMSContext context = factory().createContext()) {
      Queue queue = context.createQueue("admin.orders");
      context.createProducer().send(queue, "one").send(queue, "two");
      try (var consumer = context.createConsumer(queue)) {
        while (consumer.receive(1_000) != null) {
          // until there is no more
        }
      }
    }
  }

  @Test
  void listsGroupsWithTheFieldsThatTheCommandLineReads() {
    Set<Object> fields =
        when()
            .get("/api/v1/groups")
            .then()
            .statusCode(200)
            .body("name", hasItem("admin.orders"))
            .extract()
            .jsonPath()
            .<Object, Object>getMap("find { it.name == 'admin.orders' }")
            .keySet();

    assertThat(fields)
        .containsExactlyInAnyOrder(
            "id", "name", "destination", "kind", "epoch", "backlog", "inFlight", "consumers");
  }

  @Test
  void showsOneGroupWithItsOffsets() {
    when()
        .get("/api/v1/groups/admin.orders")
        .then()
        .statusCode(200)
        .body("kind", equalTo("queue"))
        .body("destination", equalTo("admin.orders"))
        .body("partitions", hasSize(1))
        .body("partitions[0].committedOffset", greaterThan(1))
        .body("partitions[0].logStartOffset", equalTo(0))
        .body("partitions[0].logEndOffset", greaterThan(1))
        .body("partitions[0].settledAbove", equalTo(0));
  }

  @Test
  void rewindsAndTheMessagesComeAgain() {
    given()
        .contentType("application/json")
        .body("{\"to\": \"earliest\"}")
        .post("/api/v1/groups/admin.orders/rewind")
        .then()
        .statusCode(200)
        .body("group", equalTo("admin.orders"))
        .body("epoch", greaterThan(1))
        .body("to", contains(0))
        .body("messagesToReplay", greaterThan(1))
        .body("operationId", containsString("-"));

    try (JMSContext context = factory().createContext();
        var consumer = context.createConsumer(context.createQueue("admin.orders"))) {
      assertThat(consumer.receiveBody(String.class, 10_000)).isEqualTo("one");
    }
  }

  @Test
  void rewindsByNumberWhatSharesItsName() {
    try (JMSContext context = factory().createContext()) {
      context.setClientID("admin");
      context.createDurableConsumer(context.createTopic("admin.news"), "orders").close();
    }
    given()
        .body("{\"to\": \"latest\"}")
        .post("/api/v1/groups/admin.orders/rewind")
        .then()
        .statusCode(409)
        .contentType(PROBLEM)
        .body("detail", containsString("use one of the numbers"));
    int number =
        when()
            .get("/api/v1/groups")
            .jsonPath()
            .getInt("find { it.name == 'admin.orders' && it.kind == 'durable' }.id");
    given()
        .body("{\"to\": \"latest\"}")
        .post("/api/v1/groups/" + number + "/rewind")
        .then()
        .statusCode(200)
        .body("groupId", equalTo(number));
    when().delete("/api/v1/destinations/topic/admin.news").then().statusCode(204);
  }

  @Test
  void tellsWhatIsWrongWithARewind() {
    for (String body : new String[] {"", "{", "[]", "{}", "{\"to\": null}", "{\"to\": \"now\"}"}) {
      given()
          .contentType("application/json")
          .body(body)
          .post("/api/v1/groups/admin.orders/rewind")
          .then()
          .statusCode(400)
          .contentType(PROBLEM)
          .body("status", equalTo(400))
          .body("detail", containsString("\"earliest\""));
    }
  }

  @Test
  void namesKnownOnesWhenAGroupOrDestinationIsUnknown() {
    when()
        .get("/api/v1/groups/admin.odrers")
        .then()
        .statusCode(404)
        .contentType(PROBLEM)
        .body("title", equalTo("Not Found"))
        .body("detail", containsString("admin.orders"));
    given()
        .body("{\"to\": \"latest\"}")
        .post("/api/v1/groups/admin.odrers/rewind")
        .then()
        .statusCode(404)
        .contentType(PROBLEM);
    when()
        .get("/api/v1/destinations/admin.odrers")
        .then()
        .statusCode(404)
        .body("detail", containsString("admin.orders"));
  }

  @Test
  void showsDestinations() {
    when().get("/api/v1/destinations").then().statusCode(200).body("name", hasItem("admin.orders"));
    when()
        .get("/api/v1/destinations/admin.orders")
        .then()
        .statusCode(200)
        .body("kind", contains("queue"))
        .body("[0].partitions", hasSize(1));
  }

  @Test
  void isLiveStartedAndReady() {
    when().get("/q/health/live").then().statusCode(200);
    when().get("/q/health/started").then().statusCode(200);
    when()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'broker' }.data.epoch", greaterThan(0));
  }

  @Test
  void showsMetrics() {
    given()
        .accept("text/plain")
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("rewind_connections"))
        .body(containsString("\nrewind_messages_in_total "))
        .body(containsString("\nrewind_out_bytes_total "))
        .body(containsString("\nrewind_journal_forces_total "))
        .body(containsString("rewind_journal_size_bytes"))
        .body(containsString("rewind_disk_usable_bytes"));
  }

  private RewindConnectionFactory factory() {
    return new RewindConnectionFactory("rewind://127.0.0.1:" + broker.assembly().port());
  }
}
