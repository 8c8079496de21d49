// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.delivery.BacklogLimit;
import io.rewindmq.delivery.BacklogPolicy;
import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettingsChange;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What producers notice of a destination that is full. */
class BacklogLimitTest extends EndToEnd {
  private static final int KIB = 1024;
  private static final int BLOCK_MILLIS = 1500;
  private static final Duration LIMIT = Duration.ofMillis(LONG);

  @Override
  TestBroker newBroker(Path folder) {
    return TestBroker.startBlocking(folder, BLOCK_MILLIS);
  }

  /** A queue that holds four messages of {@link #message}. */
  private void makeQueue(BacklogPolicy policy) {
    DestinationSettings settings =
        new DestinationSettings(
            60_000, 1 << 20, true, DeliveryPolicy.DEFAULT, new BacklogLimit(4 * KIB, policy));
    assertThat(
            broker
                .admin()
                .createDestination(
                    DestinationKind.QUEUE,
                    "full",
                    1,
                    SettingsChange.of(
                        Set.of(Setting.BACKLOG_BYTES_MAX, Setting.BACKLOG_POLICY), settings)))
        .succeedsWithin(LIMIT);
  }

  private static byte[] message(int number) {
    byte[] body = new byte[KIB];
    body[0] = (byte) number;
    return body;
  }

  private static void send(JMSContext context, int from, int to) {
    for (int i = from; i <= to; i++) {
      context.createProducer().send(context.createQueue("full"), message(i));
    }
  }

  private static int receive(JMSConsumer consumer) {
    byte[] body = consumer.receiveBody(byte[].class, LONG);
    return body == null ? -1 : body[0];
  }

  @Test
  void aSendWaitsUntilSomethingIsConsumed() {
    makeQueue(BacklogPolicy.BLOCK);
    try (JMSContext context = factory.createContext();
        JMSContext other = factory.createContext()) {
      send(context, 1, 4);
      CompletableFuture<Void> fifth = CompletableFuture.runAsync(() -> send(context, 5, 5));
      other.createProducer().send(other.createQueue("elsewhere"), "not blocked");
      assertThat(fifth).isNotDone();
      JMSConsumer consumer = other.createConsumer(other.createQueue("full"));
      assertThat(receive(consumer)).isEqualTo(1);
      assertThat(fifth).succeedsWithin(LIMIT);
      assertThat(List.of(receive(consumer), receive(consumer))).containsExactly(2, 3);
      assertThat(List.of(receive(consumer), receive(consumer))).containsExactly(4, 5);
    }
  }

  @Test
  void aSendThatWaitsTooLongIsRefusedAndWasNotTaken() {
    makeQueue(BacklogPolicy.BLOCK);
    try (JMSContext context = factory.createContext()) {
      send(context, 1, 4);
      assertThatThrownBy(() -> send(context, 5, 5))
          .isInstanceOf(ResourceAllocationRuntimeException.class)
          .hasMessageContaining("queue full has been full for too long");
      JMSConsumer consumer = context.createConsumer(context.createQueue("full"));
      for (int i = 1; i <= 4; i++) {
        assertThat(receive(consumer)).isEqualTo(i);
      }
      send(context, 6, 6);
      assertThat(receive(consumer)).isEqualTo(6);
    }
  }

  @Test
  void asynchronousSendsWaitInOrder() throws Exception {
    makeQueue(BacklogPolicy.BLOCK);
    BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    try (JMSContext context = factory.createContext();
        JMSContext reading = factory.createContext()) {
      for (int i = 1; i <= 12; i++) {
        context
            .createProducer()
            .setAsync(new Outcomes(outcomes))
            .send(context.createQueue("full"), message(i));
      }
      JMSConsumer consumer = reading.createConsumer(reading.createQueue("full"));
      for (int i = 1; i <= 12; i++) {
        assertThat(receive(consumer)).isEqualTo(i);
      }
      for (int i = 1; i <= 12; i++) {
        assertThat(outcomes.poll(LONG, TimeUnit.MILLISECONDS)).isEqualTo("sent");
      }
    }
  }

  @Test
  void aCommitDoesNotOvertakeSendsThatWait() {
    makeQueue(BacklogPolicy.BLOCK);
    try (JMSContext filling = factory.createContext();
        JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      send(filling, 1, 4);
      send(context, 5, 6);
      CompletableFuture<Void> commit = CompletableFuture.runAsync(context::commit);
      JMSConsumer consumer = filling.createConsumer(filling.createQueue("full"));
      for (int i = 1; i <= 6; i++) {
        assertThat(receive(consumer)).isEqualTo(i);
      }
      assertThat(commit).succeedsWithin(LIMIT);
    }
  }

  @Test
  void aTransactionWhoseSendsFoundNoRoomIsRolledBack() {
    makeQueue(BacklogPolicy.BLOCK);
    try (JMSContext filling = factory.createContext();
        JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED)) {
      send(filling, 1, 4);
      send(context, 5, 5);
      assertThatThrownBy(context::commit).isInstanceOf(TransactionRolledBackRuntimeException.class);
      send(context, 6, 6);
      context.rollback(); // while it waits
      JMSConsumer consumer = filling.createConsumer(filling.createQueue("full"));
      for (int i = 1; i <= 4; i++) {
        assertThat(receive(consumer)).isEqualTo(i);
      }
      send(context, 7, 7);
      context.commit();
      assertThat(receive(consumer)).isEqualTo(7);
    }
  }

  @Test
  void aLostConnectionRepeatsTheSendThatWaited() {
    makeQueue(BacklogPolicy.BLOCK);
    try (JMSContext context = factory.createContext();
        JMSContext other = factory.createContext()) {
      send(context, 1, 4);
      CompletableFuture<Void> fifth = CompletableFuture.runAsync(() -> send(context, 5, 5));
      broker.crash();
      broker.restart();
      JMSConsumer consumer = other.createConsumer(other.createQueue("full"));
      for (int i = 1; i <= 5; i++) {
        assertThat(receive(consumer)).isEqualTo(i);
      }
      assertThat(fifth).succeedsWithin(LIMIT);
      assertThat(consumer.receive(SHORT)).isNull();
    }
  }

  @Test
  void aSendIsRefusedAtOnceWhereThatIsSaid() {
    makeQueue(BacklogPolicy.FAIL);
    try (JMSContext context = factory.createContext()) {
      send(context, 1, 4);
      assertThatThrownBy(() -> send(context, 5, 5))
          .isInstanceOf(ResourceAllocationRuntimeException.class)
          .hasCauseInstanceOf(ResourceAllocationException.class)
          .hasMessageContaining("queue full is full: its limit is 4096 bytes");
    }
  }

  @Test
  void theOldestBecomeDeadLettersWhereThatIsSaid() throws JMSException {
    makeQueue(BacklogPolicy.DEAD_LETTER_OLDEST);
    try (JMSContext context = factory.createContext()) {
      send(context, 1, 20);
      JMSConsumer dead = context.createConsumer(context.createQueue("DLQ.full"));
      Message first = dead.receive(LONG);
      assertThat(first.getBody(byte[].class)[0]).isEqualTo((byte) 1);
      assertThat(first.getStringProperty("JMS_Rewind_Reason")).isEqualTo("overflowed");
      JMSConsumer consumer = context.createConsumer(context.createQueue("full"));
      assertThat(receive(consumer)).isBetween(16, 18);
    }
  }

  private record Outcomes(BlockingQueue<String> heard) implements CompletionListener {
    @Override
    public void onCompletion(Message message) {
      heard.add("sent");
    }

    @Override
    public void onException(Message message, Exception exception) {
      heard.add(String.valueOf(exception));
    }
  }
}
