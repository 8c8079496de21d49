// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import io.rewindmq.jms.testkit.Deliveries;
import io.rewindmq.jms.testkit.Microbenchmark;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The frames that come and go with every batch of messages. */
public class FrameCodecBenchmark extends Microbenchmark {
  private static final int MESSAGES = 64;

  /** One frame each. */
  public enum Kind {
    SEND,
    SEND_CONFIRMED,
    DELIVER,
    CREDIT,
    ACK_OF_1_RANGE,
    ACK_OF_64_RANGES;

    Frame frame() {
      return switch (this) {
        case SEND -> new Frame.Send(3, 7, 0, 1, MESSAGES, elements());
        case SEND_CONFIRMED -> new Frame.SendConfirmed(3, 1, MESSAGES);
        case DELIVER -> new Frame.Deliver(3, 7, 1, 0, 1, Deliveries.run(1000, 1, 0, texts()));
        case CREDIT -> new Frame.Credit(3, 7, 1, MESSAGES, 1 << 16);
        case ACK_OF_1_RANGE -> ack(1);
        case ACK_OF_64_RANGES -> ack(MESSAGES);
      };
    }

    private static Frame ack(int ranges) {
      long[] pairs = LongStream.range(0, 2L * ranges).map(i -> 1000 + 2 * i).toArray();
      return new Frame.Ack(3, 0, 5, List.of(new AckEntry(7, 1, 0, pairs)));
    }

    private static String[] texts() {
      return Collections.nCopies(MESSAGES, "x".repeat(100)).toArray(String[]::new);
    }

    /** Without the head of the run. */
    private static ByteBuffer elements() {
      ByteBuffer run = Deliveries.run(1000, 1, 0, texts());
      int head = RunHeader.BYTES;
      return run.slice(head, run.remaining() - head);
    }
  }

  @Param Kind kind;

  private Frame frame;
  private ByteBuffer bytes;

  @Setup
  public void setUp() {
    frame = kind.frame();
    bytes = FrameCodec.encode(frame);
    require(encode().equals(bytes), "the same bytes");
    require(decode().type() == frame.type(), "the same frame");
    require(FrameCodec.encode(decode()).equals(bytes.rewind()), "the same bytes");
  }

  /** Into a new buffer. */
  @Benchmark
  public ByteBuffer encode() {
    return FrameCodec.encode(frame);
  }

  @Benchmark
  public Frame decode() {
    return FrameCodec.decode(bytes.position(FrameCodec.LENGTH_BYTES));
  }
}
