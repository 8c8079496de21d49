// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import io.rewindmq.jms.testkit.Deliveries;
import io.rewindmq.jms.testkit.Microbenchmark;
import java.nio.ByteBuffer;
import java.util.Collections;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The messages of one frame, as the broker checks a SEND and the client a DELIVER. */
public class ElementCursorBenchmark extends Microbenchmark {
  @Param({"1", "64"})
  int messages;

  @Param({"100", "1024"})
  int bodyBytes;

  private final ElementCursor cursor = new ElementCursor();
  private final MessageView view = new MessageView();
  private ByteBuffer elements;

  @Setup
  public void setUp() {
    String[] texts = Collections.nCopies(messages, "x".repeat(bodyBytes)).toArray(String[]::new);
    ByteBuffer run = Deliveries.run(1000, 1, 0, texts);
    elements = run.slice(RunHeader.BYTES, run.remaining() - RunHeader.BYTES);
    require(walk() == verify(), "the same messages");
  }

  /** Lengths only. */
  @Benchmark
  public long walk() {
    long sequences = 0;
    cursor.over(elements);
    while (cursor.next()) {
      view.at(elements, cursor.messageAt());
      sequences += view.sequence();
    }
    return sequences;
  }

  /** Lengths, checksums and structure. */
  @Benchmark
  public long verify() {
    long sequences = 0;
    cursor.over(elements);
    while (cursor.next()) {
      cursor.verify();
      view.at(elements, cursor.messageAt());
      sequences += view.sequence();
    }
    return sequences;
  }
}
