// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/**
 * What a transaction has sent waits in the journal, not in memory, in the broker and in the client.
 * The full size is {@code -Dtransaction.mebibytes=1024}; a heap of 128 MiB is enough for it.
 */
class LargeTransactionTest extends EndToEnd {
  private static final int MEBIBYTES = Integer.getInteger("transaction.mebibytes", 128);
  private static final int BODY = 64 << 10;
  private static final int MESSAGES = MEBIBYTES * ((1 << 20) / BODY);

  /** Sent before it is measured, so that all buffers have grown. */
  private static final int FIRST = MESSAGES / 4;

  /** A quarter of what is sent by default while it is measured. */
  private static final long GROWTH_MAX = 24 << 20;

  @Test
  void whatATransactionSendsIsNotKeptInMemory() throws JMSException {
    try (JMSContext context = factory.createContext(JMSContext.SESSION_TRANSACTED);
        JMSContext other = factory.createContext()) {
      Queue queue = context.createQueue("large");
      JMSConsumer consumer = other.createConsumer(queue);
      send(context, queue, 0, FIRST);
      long before = usedHeap();

      send(context, queue, FIRST, MESSAGES);
      assertThat(usedHeap() - before).isLessThan(GROWTH_MAX);
      assertThat(consumer.receiveNoWait()).isNull();
      context.commit();

      for (int i = 0; i < MESSAGES; i++) {
        assertThat(number(consumer)).isEqualTo(i);
      }
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  /** From the first number to before the last. */
  private static void send(JMSContext context, Queue queue, int first, int last)
      throws JMSException {
    byte[] body = new byte[BODY];
    for (int i = first; i < last; i++) {
      ByteBuffer.wrap(body).putInt(i);
      BytesMessage message = context.createBytesMessage();
      message.writeBytes(body);
      context.createProducer().send(queue, message);
    }
  }

  private static int number(JMSConsumer consumer) {
    return ByteBuffer.wrap(consumer.receiveBody(byte[].class, LONG)).getInt();
  }

  private static long usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
