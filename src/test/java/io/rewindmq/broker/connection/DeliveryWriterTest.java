// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.RunHeader;
import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryWriterTest {
  private final FrameOutbox outbox = new FrameOutbox();
  private final FrameWriter writer = new FrameWriter(outbox, new Flushes());
  private final DeliveryWriter deliveries = new DeliveryWriter(writer, 4096);

  @Test
  void shortRunsOfOneConsumerShareAFrame() {
    deliveries.write(1, 7, 1, 0, run(10, 2, 100), 1, 0);
    deliveries.write(1, 7, 1, 0, run(20, 1, 100), 2, 1);
    deliveries.write(1, 8, 1, 0, run(30, 1, 100), 1, 0);
    outbox.flush();

    assertThat(outbox.sent).hasSize(2);
    Frame.Deliver first = (Frame.Deliver) outbox.sent.get(0);
    assertThat(first.runCount()).isEqualTo(2);
    List<RunHeader> runs = runs(first);
    assertThat(runs.get(0).baseOffset()).isEqualTo(10);
    assertThat(runs.get(0).count()).isEqualTo(2);
    assertThat(runs.get(1).baseOffset()).isEqualTo(20);
    assertThat(runs.get(1).deliveryCount()).isEqualTo(2);
    assertThat(runs.get(1).isRedelivered()).isTrue();
    assertThat(((Frame.Deliver) outbox.sent.get(1)).consumerId()).isEqualTo(8);
  }

  @Test
  void aFrameInBetweenEndsTheSharing() {
    deliveries.write(1, 7, 1, 0, run(10, 1, 100), 1, 0);
    writer.ok(1, 5);
    deliveries.write(1, 7, 1, 0, run(11, 1, 100), 1, 0);
    outbox.flush();
    deliveries.write(1, 7, 1, 0, run(12, 1, 100), 1, 0);
    outbox.flush();

    assertThat(outbox.sent).extracting(Frame::type).hasToString("[DELIVER, OK, DELIVER, DELIVER]");
  }

  @Test
  void cutsARunThatIsLargerThanAFrame() {
    deliveries.write(1, 7, 1, 0, run(10, 9, 1000), 1, 0);
    outbox.flush();

    List<RunHeader> runs = new ArrayList<>();
    outbox.sent.forEach(frame -> runs.addAll(runs((Frame.Deliver) frame)));
    assertThat(runs).extracting(RunHeader::baseOffset).containsExactly(10L, 14L, 18L);
    assertThat(runs).extracting(RunHeader::count).containsExactly(4, 4, 1);
  }

  @Test
  void writesNothingAfterTheEnd() {
    writer.close();
    deliveries.write(1, 7, 1, 0, run(10, 1, 100), 1, 0);

    assertThat(outbox.sent).isEmpty();
  }

  private static List<RunHeader> runs(Frame.Deliver frame) {
    List<RunHeader> runs = new ArrayList<>();
    ByteBuffer bytes = frame.runs();
    while (bytes.hasRemaining()) {
      RunHeader run = RunHeader.read(bytes);
      bytes.position(bytes.position() + run.bytes());
      runs.add(run);
    }
    assertThat(runs).hasSize(frame.runCount());
    return runs;
  }

  private static RunBytes run(long baseOffset, int count, int bytesEach) {
    ByteBuffer elements = ByteBuffer.allocate(count * bytesEach);
    for (int i = 0; i < count; i++) {
      elements.putInt(i * bytesEach, bytesEach - 4);
    }
    return new RunBytes(baseOffset, count, 1234, elements);
  }
}
