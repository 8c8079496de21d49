// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.rewindmq.health.BrokerProbe;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Health and metrics of a whole server whose database is really stopped. */
@QuarkusTest
@QuarkusTestResource(value = MariaDbResource.class, restrictToAnnotatedClass = true)
@EnabledIf("io.rewindmq.metadata.MariaDbResource#isInstalled")
@SuppressWarnings("NullAway.Init") // fields are injected
class MariaDbHealthTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Inject BrokerProbe broker;

  @Test
  void aDatabaseThatIsDownShowsAndDoesNotMakeTheBrokerUnready() {
    await().atMost(LONG).until(() -> database(ready()).equals("up"));
    sendAndReceive();
    MariaDbResource.stopServer();
    try {
      await().atMost(LONG).until(() -> database(ready()).contains("the database can't be reached"));
      assertThat(ready().statusCode()).isEqualTo(200);
      metrics("rewind_database_up 0.0");
      when().get("/q/health/live").then().statusCode(200);
      sendAndReceive();
    } finally {
      MariaDbResource.startServer();
    }
    await().atMost(LONG).until(() -> database(ready()).equals("up"));
    metrics("rewind_database_up 1.0");
  }

  private static Response ready() {
    return when().get("/q/health/ready");
  }

  private static String database(Response ready) {
    return ready.jsonPath().getString("checks.find { it.name == 'broker' }.data.database");
  }

  private static void metrics(String line) {
    given().accept("text/plain").get("/q/metrics").then().body(containsString(line));
  }

  private void sendAndReceive() {
    try (JMSContext context =
        new RewindConnectionFactory("rewind://" + broker.address()).createContext()) {
      var queue = context.createQueue("health.orders");
      context.createProducer().send(queue, "one");
      assertThat(context.createConsumer(queue).receiveBody(String.class, LONG.toMillis()))
          .isEqualTo("one");
    }
  }
}
