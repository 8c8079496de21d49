// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ReleaseEntry;
import java.util.Arrays;
import java.util.List;

/** What all frames of a kind have in common, though their types do not say so. */
final class ShadowFrames {
  private ShadowFrames() {}

  /** The number of the answer that is wanted; 0 = none. */
  static int requestId(Frame frame) {
    return switch (frame) {
      case Frame.Goodbye f -> f.requestId();
      case Frame.OpenSession f -> f.requestId();
      case Frame.Resolve f -> f.requestId();
      case Frame.OpenConsumer f -> f.requestId();
      case Frame.CloseConsumer f -> f.requestId();
      case Frame.Drain f -> f.requestId();
      case Frame.Ack f -> f.requestId();
      case Frame.Release f -> f.requestId();
      case Frame.Commit f -> f.requestId();
      case Frame.Rollback f -> f.requestId();
      case Frame.QueryOutcome f -> f.requestId();
      default -> 0;
    };
  }

  /** The same text for the same frame, in every run. */
  static String text(Frame frame) {
    return switch (frame) {
      case Frame.Send f ->
          "Send " + f.firstSequence() + "+" + f.count() + " to " + f.handle() + tx(f.transaction());
      case Frame.Deliver f ->
          "Deliver " + f.consumerId() + " epoch " + f.groupEpoch() + " " + ShadowRun.texts(f);
      case Frame.Ack f -> "Ack " + f.requestId() + " of " + f.epoch() + acks(f.entries());
      case Frame.Commit f -> "Commit " + f.requestId() + tx(f.transaction()) + acks(f.entries());
      case Frame.Release f -> "Release " + f.requestId() + releases(f.entries());
      default -> frame.toString();
    };
  }

  private static String tx(long transaction) {
    return transaction == 0 ? "" : " in " + transaction;
  }

  private static String acks(List<AckEntry> entries) {
    StringBuilder text = new StringBuilder();
    for (AckEntry entry : entries) {
      text.append("; consumer ").append(entry.consumerId()).append(" epoch ");
      text.append(entry.groupEpoch()).append(" partition ").append(entry.partition());
      text.append(Arrays.toString(entry.ranges()));
    }
    return text.toString();
  }

  private static String releases(List<ReleaseEntry> entries) {
    StringBuilder text = new StringBuilder();
    for (ReleaseEntry entry : entries) {
      text.append("; consumer ").append(entry.consumerId()).append(" epoch ");
      text.append(entry.groupEpoch()).append(" partition ").append(entry.partition());
      text.append(Arrays.toString(entry.ranges())).append(Arrays.toString(entry.counted()));
    }
    return text.toString();
  }
}
