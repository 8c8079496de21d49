// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.selector.SelectorException;
import io.rewindmq.shard.MessageFilter;
import io.rewindmq.testkit.Microbenchmark;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Selectors: compiled, and evaluated on encoded messages that have ten properties each. */
public class SelectorBenchmark extends Microbenchmark {
  private static final int MESSAGES = 1024;
  private static final int ELEMENT_HEADER_BYTES = 8;

  /** What is measured, and how many of the messages it must choose. */
  public enum Case {
    HEADER("JMSPriority = 4", 102),
    EQUALITY("region = 'north'", 11),
    LIKE("attribute0 LIKE '%attribute 4_%'", 110),
    ARITHMETIC("amount * 2 + 1 > rate * 16", 1024),
    IN_OF_1000("region IN (" + thousandTexts() + ")", 577),
    ABSENT("missing = 'x'", 0),
    JOINED("JMSType = 'order' AND (region = 'north' OR amount BETWEEN 10 AND 20)", 22);

    final String selector;
    final int chosen;

    Case(String selector, int chosen) {
      this.selector = selector;
      this.chosen = chosen;
    }

    private static String thousandTexts() {
      return IntStream.range(0, 1_000)
          .mapToObj(i -> "'south" + i * 2 + "'")
          .collect(Collectors.joining(","));
    }
  }

  @Param Case what;

  private final ByteBuffer messages = ByteBuffer.allocate(1 << 20);
  private final int[] starts = new int[MESSAGES + 1];
  private MessageFilter filter;
  private int next;

  @Setup
  public void setUp() throws SelectorException {
    MessageWriter writer = new MessageWriter(1 << 20);
    for (int i = 0; i < MESSAGES; i++) {
      starts[i] = messages.position();
      writer
          .begin(1, i % 10, BodyType.TEXT, 0, 1_790_000_000_000L + i, 0, 0)
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
    filter = SelectorCompiler.standard().compile(what.selector);
    int chosen = 0;
    for (int i = 0; i < MESSAGES; i++) {
      chosen += evaluate() ? 1 : 0;
    }
    require(chosen == what.chosen, what.chosen + " messages to be chosen, not " + chosen);
  }

  /** One message after the other. */
  @Benchmark
  public boolean evaluate() {
    int index = next;
    next = (index + 1) % MESSAGES;
    int at = starts[index] + ELEMENT_HEADER_BYTES;
    return filter.accepts(messages, at, starts[index + 1] - at, 1);
  }

  @Benchmark
  public MessageFilter compile() throws SelectorException {
    return SelectorCompiler.standard().compile(what.selector);
  }
}
