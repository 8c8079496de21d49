// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.message;

import static io.restassured.RestAssured.when;
import static io.rewindmq.app.message.MessagesApi.API;
import static io.rewindmq.app.message.MessagesApi.LONG;
import static io.rewindmq.app.message.MessagesApi.ended;
import static io.rewindmq.app.message.MessagesApi.makeDestination;
import static io.rewindmq.app.message.MessagesApi.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.rewindmq.app.MessagingPort;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead letters over REST: by cause, and back to where they failed. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are injected
class DeadLettersApiTest {
  private static final String LETTERS = API + "/dead-letters";

  @AfterEach
  void removeDestinations() {
    MessagesApi.removeDestinations();
  }

  private RewindConnectionFactory factory() {
    return new RewindConnectionFactory("rewind://127.0.0.1:" + MessagingPort.get());
  }

  @Test
  void givesDeadLettersBackToWhereTheyFailed() throws JMSException {
    makeDestination(Map.of("name", "messages.prices", "kind", "topic", "deliveriesMax", 1));
    makeDestination(Map.of("name", "messages.orders", "kind", "queue", "deliveriesMax", 1));
    try (JMSContext context = factory().createContext(JMSContext.SESSION_TRANSACTED)) {
      var topic = context.createTopic("messages.prices");
      JMSConsumer failing = context.createSharedDurableConsumer(topic, "messages-failing");
      JMSConsumer other = context.createSharedDurableConsumer(topic, "messages-other");
      JMSConsumer orders = context.createConsumer(context.createQueue("messages.orders"));
      context.createProducer().send(topic, "price");
      context.createProducer().send(context.createQueue("messages.orders"), "order");
      context.commit();
      assertThat(other.receiveBody(String.class, LONG.toMillis())).isEqualTo("price");
      context.commit();
      assertThat(failing.receiveBody(String.class, LONG.toMillis())).isEqualTo("price");
      assertThat(orders.receiveBody(String.class, LONG.toMillis())).isEqualTo("order");
      context.rollback();
      checkCauses();
      JsonPath back =
          ended(
              post(
                  LETTERS + "/DLQ.messages.prices/redrive",
                  Map.of("group", "messages-failing", "messagesPerSecond", 100)));
      assertThat(back.getInt("done")).isEqualTo(1);
      ended(post(LETTERS + "/DLQ.messages.orders/redrive", Map.of("all", true)));
      TextMessage price = (TextMessage) failing.receive(LONG.toMillis());
      assertThat(price.getText()).isEqualTo("price");
      assertThat(price.propertyExists("JMS_Rewind_Reason")).isFalse();
      assertThat(orders.receiveBody(String.class, LONG.toMillis())).isEqualTo("order");
      context.createProducer().send(topic, "next");
      context.commit();
      assertThat(other.receiveBody(String.class, LONG.toMillis())).isEqualTo("next");
      context.commit();
      failing.close();
      other.close();
      context.unsubscribe("messages-failing");
      context.unsubscribe("messages-other");
    }
    when().get(LETTERS + "/messages.none").then().statusCode(404);
  }

  private static void checkCauses() {
    Awaitility.await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        when()
                            .get(LETTERS)
                            .jsonPath()
                            .getList("findAll { it.messages == 1 }.queue", String.class))
                    .contains("DLQ.messages.orders", "DLQ.messages.prices"));
    when()
        .get(LETTERS + "/DLQ.messages.prices")
        .then()
        .statusCode(200)
        .body("complete", equalTo(true))
        .body("causes", hasSize(1))
        .body("causes[0].destination", equalTo("topic://messages.prices"))
        .body("causes[0].group", equalTo("messages-failing"))
        .body("causes[0].cause", equalTo("dead-lettered"))
        .body("causes[0].messages", equalTo(1));
  }
}
