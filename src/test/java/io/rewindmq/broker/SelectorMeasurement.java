// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.selector.SelectorException;
import io.rewindmq.shard.MessageFilter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prints what an evaluation costs on messages with ten properties: nanoseconds, and bytes
 * allocated. No test: run its main method.
 */
final class SelectorMeasurement {
  private static final int MESSAGES = 4096;
  private static final int ROUNDS = 500;

  private final ByteBuffer messages = ByteBuffer.allocate(4 << 20);
  private final int[] starts = new int[MESSAGES + 1];

  private SelectorMeasurement() {
    MessageWriter writer = new MessageWriter(1 << 20);
    for (int i = 0; i < MESSAGES; i++) {
      starts[i] = messages.position();
      writer
          .begin(1, i % 10, BodyType.TEXT, 0, 1_700_000_000_000L + i, 0, 0)
          .origin(77, 3, i)
          .headerField(3, "order")
          .beginProperties();
      for (int p = 0; p < 7; p++) {
        writer.property("attribute" + p, "value of the attribute " + (i + p));
      }
      writer
          .property("region", i % 100 == 0 ? "north" : "south" + i % 7)
          .property("amount", i)
          .property("rate", i / 8.0);
      messages.put(writer.beginBody().finish());
    }
    starts[MESSAGES] = messages.position();
  }

  private void measure(String selector) throws SelectorException {
    MessageFilter filter = SelectorCompiler.standard().compile(selector);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double best = Double.MAX_VALUE;
    int accepted = 0;
    long allocated = 0;
    for (int repeat = 0; repeat < 5; repeat++) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long begin = System.nanoTime();
      accepted = 0;
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < MESSAGES; i++) {
          int at = starts[i] + 8;
          if (filter.accepts(messages, at, starts[i + 1] - at, 1)) {
            accepted++;
          }
        }
      }
      best = Math.min(best, (System.nanoTime() - begin) / (double) (ROUNDS * MESSAGES));
      allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
    }
    System.out.printf(
        Locale.ROOT,
        "%6.1f ns  %5.3f bytes  1 in %-6.1f %s%n",
        best,
        allocated / (double) (ROUNDS * MESSAGES),
        ROUNDS * MESSAGES / Math.max(1.0, accepted),
        selector.length() > 70 ? selector.substring(0, 70) + "…" : selector);
  }

  public static void main(String[] args) throws SelectorException {
    SelectorMeasurement measurement = new SelectorMeasurement();
    String items =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "'south" + i * 3 + "'")
            .collect(Collectors.joining(","));
    for (String selector :
        List.of(
            "JMSPriority = 4",
            "JMSType = 'order'",
            "JMSMessageID = 'ID:rw-000000000000004d-3-99'",
            "region = 'north'",
            "attribute0 = 'value of the attribute 50'",
            "missing = 'x'",
            "amount > 4000",
            "amount * 2 + 1 > rate * 16",
            "region = 'north' AND amount > 2000 AND rate < 400",
            "region LIKE '%rth'",
            "attribute0 LIKE '%attribute 4_%'",
            "region IN (" + items + ")",
            "JMSType = 'order' AND (region = 'north' OR amount BETWEEN 10 AND 20) AND NOT"
                + " missing")) {
      measurement.measure(selector);
    }
  }
}
