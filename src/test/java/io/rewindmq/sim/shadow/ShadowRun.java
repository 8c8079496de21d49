// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A delivered run of messages. */
record ShadowRun(int partition, RunHeader header, List<SimMessage> messages) {
  /** What is in a frame; checksums are verified. */
  static List<ShadowRun> in(Frame.Deliver frame) {
    List<ShadowRun> found = new ArrayList<>();
    ByteBuffer runs = frame.runs().duplicate();
    while (runs.hasRemaining()) {
      RunHeader header = RunHeader.read(runs);
      ByteBuffer elements = runs.slice(runs.position(), header.bytes());
      runs.position(runs.position() + header.bytes());
      ShadowRun run = new ShadowRun(frame.partition(), header, SimMessage.in(elements));
      if (run.messages.size() != header.count()) {
        throw new AssertionError(run + " does not hold what it says");
      }
      found.add(run);
    }
    return found;
  }

  /** The place of its message with that index. */
  long place(int index) {
    return Places.of(partition, header.baseOffset() + index);
  }

  static String texts(Frame.Deliver frame) {
    StringBuilder text = new StringBuilder();
    for (ShadowRun run : in(frame)) {
      text.append(Places.text(run.place(0))).append(" x").append(run.header.deliveryCount());
      for (SimMessage message : run.messages) {
        text.append(' ').append(message.origin());
      }
      text.append("; ");
    }
    return text.toString();
  }
}
