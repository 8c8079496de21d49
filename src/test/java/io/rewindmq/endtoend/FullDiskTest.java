// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.platform.clock.SystemClock;
import io.rewindmq.testkit.TestBroker;
import io.rewindmq.testkit.TightDisk;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.ResourceAllocationRuntimeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A disk that fills up under load, and gets room again. */
@SuppressWarnings("NullAway.Init") // the disk is made before each test
class FullDiskTest extends EndToEnd {
  private static final int MEBIBYTE = 1 << 20;
  private static final int BODY = 100_000;

  private TightDisk disk;

  @Override
  TestBroker newBroker(Path folder) {
    return TestBroker.startOn(
        folder,
        real -> {
          disk = new TightDisk(real, 100L * MEBIBYTE);
          return disk;
        });
  }

  private static byte[] message(int number) {
    return ByteBuffer.allocate(BODY).putInt(number).array();
  }

  private static int receive(JMSConsumer consumer) {
    byte[] body = consumer.receiveBody(byte[].class, LONG);
    return body == null ? -1 : ByteBuffer.wrap(body).getInt();
  }

  /** Sends until the broker says no; returns how many it took. */
  private static int fill(JMSContext context, String queue) {
    for (int i = 0; i < 5000; i++) {
      try {
        context.createProducer().send(context.createQueue(queue), message(i));
      } catch (JMSRuntimeException e) {
        assertThat(e)
            .isInstanceOf(ResourceAllocationRuntimeException.class)
            .hasMessageContaining("no room");
        return i;
      }
    }
    throw new AssertionError("the disk holds everything");
  }

  @Test
  void producersHearOfItConsumersGoOnAndItGoesOnByItself() {
    try (JMSContext context = factory.createContext();
        JMSContext consuming = factory.createContext()) {
      int taken = fill(context, "orders");
      assertThat(taken).isGreaterThan(200);
      assertThatThrownBy(
              () -> context.createProducer().send(context.createQueue("orders"), message(0)))
          .isInstanceOf(ResourceAllocationRuntimeException.class);
      List<Integer> received = new ArrayList<>();
      JMSConsumer consumer = consuming.createConsumer(consuming.createQueue("orders"));
      for (int i = 0; i < taken / 2; i++) {
        received.add(receive(consumer));
      }
      disk.setCapacity(300L * MEBIBYTE);
      sendWithin(context, "orders", taken);
      broker.restart();
      for (int i = taken / 2; i <= taken; i++) {
        received.add(receive(consumer));
      }
      assertThat(received).isSorted().doesNotHaveDuplicates().hasSize(taken + 1);
      assertThat(received.getLast()).isEqualTo(taken);
    }
  }

  @Test
  void historyGivesWayBeforeProducersAreRefused() {
    try (JMSContext context = factory.createContext()) {
      JMSConsumer consumer = context.createConsumer(context.createQueue("orders"));
      for (int i = 0; i < 4000; i++) {
        sendWithin(context, "orders", i); // four times what the disk holds
        assertThat(receive(consumer)).isEqualTo(i);
      }
    }
  }

  private static void sendWithin(JMSContext context, String queue, int number) {
    long end = new SystemClock().millis() + LONG;
    while (true) {
      try {
        context.createProducer().send(context.createQueue(queue), message(number));
        return;
      } catch (ResourceAllocationRuntimeException e) {
        assertThat(new SystemClock().millis()).as("still: %s", e.getMessage()).isLessThan(end);
      }
    }
  }
}
