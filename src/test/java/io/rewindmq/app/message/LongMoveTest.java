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

import io.quarkus.test.junit.QuarkusTest;
import io.rewindmq.app.MessagingPort;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hundred thousand messages go from queue to queue while others send and receive. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are injected
class LongMoveTest {
  private static final int MANY = 100_000;
  private static final String MOVE = API + "/groups/messages.orders/messages/move";

  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicInteger received = new AtomicInteger();

  @AfterEach
  void removeDestinations() {
    MessagesApi.removeDestinations();
  }

  private void fill(JMSContext context) {
    JMSProducer producer = context.createProducer();
    Queue orders = context.createQueue("messages.orders");
    for (int i = 1; i <= MANY; i++) {
      producer.send(orders, "order " + i);
      if (i % 5000 == 0) {
        context.commit();
      }
    }
  }

  private void sendBeside(JMSContext context) {
    Queue busy = context.createQueue("messages.busy");
    JMSProducer beside = context.createProducer();
    while (!isOver.get()) {
      beside.send(busy, "beside");
    }
  }

  /** Others have sent and received more since. */
  private void othersGoOn() {
    int before = received.get();
    Awaitility.await().atMost(LONG).until(() -> received.get() > before + 20);
  }

  @Test
  void othersGoOnMeanwhile() throws InterruptedException {
    for (String name : new String[] {"messages.orders", "messages.other", "messages.busy"}) {
      makeDestination(Map.of("name", name, "kind", "queue"));
    }
    RewindConnectionFactory factory =
        new RewindConnectionFactory("rewind://127.0.0.1:" + MessagingPort.get());
    try (JMSContext filling = factory.createContext(JMSContext.SESSION_TRANSACTED);
        JMSContext sending = filling.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        JMSContext receiving = filling.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
      fill(filling);
      receiving
          .createConsumer(receiving.createQueue("messages.busy"))
          .setMessageListener(message -> received.incrementAndGet());
      Thread others = Thread.ofPlatform().start(() -> sendBeside(sending));
      // too slow to end by itself
      String slow =
          post(MOVE, Map.of("all", true, "to", "messages.other", "messagesPerSecond", 500))
              .statusCode(202)
              .extract()
              .header("Location");
      Awaitility.await().atMost(LONG).until(() -> done(slow) > 0);
      othersGoOn();
      when().delete(slow).then().statusCode(200).body("state", equalTo("cancelled"));
      var rest = ended(post(MOVE, Map.of("all", true, "to", "messages.other")));
      othersGoOn();
      isOver.set(true);
      others.join(LONG);
      assertThat(rest.getString("state")).isEqualTo("done");
      assertThat(done(slow) + rest.getInt("done")).isEqualTo(MANY);
    }
    assertThat(backlog("messages.orders")).isZero();
    assertThat(backlog("messages.other")).isEqualTo(MANY);
  }

  private static int done(String operation) {
    return when().get(operation).jsonPath().getInt("done");
  }

  private static int backlog(String queue) {
    return when().get(API + "/groups/" + queue).jsonPath().getInt("backlog");
  }
}
