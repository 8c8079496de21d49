// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.definition.RejectionCodes;
import io.rewindmq.broker.trace.SendTraces;
import io.rewindmq.delivery.Rejection;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.shard.SendOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Tells a session's producer how its sends ended; contiguous confirmations of a turn are one frame.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class SendConfirmations implements SendOutcome {
  private final FrameWriter writer;
  private final int channel;
  private final @Nullable SendTraces traces;

  /** Confirmed and not told yet, both inclusive; first is 0 when there are none. */
  private long firstPending;

  private long lastPending;
  private boolean isClosed;
  private long refusals;

  SendConfirmations(FrameWriter writer, int channel, @Nullable SendTraces traces) {
    this.traces = traces;
    this.writer = writer;
    this.channel = channel;
  }

  @Override
  public void confirmed(long firstSequence, long lastSequence) {
    if (traces != null) {
      traces.ended(firstSequence, lastSequence, "");
    }
    if (firstPending != 0 && firstSequence == lastPending + 1) {
      lastPending = lastSequence;
      return;
    }
    if (firstPending == 0) {
      writer.addPending(this);
    } else {
      tell();
    }
    firstPending = firstSequence;
    lastPending = lastSequence;
  }

  @Override
  public void rejected(long firstSequence, long lastSequence, Rejection rejection, String detail) {
    refused(firstSequence, lastSequence, RejectionCodes.errorCode(rejection), detail);
  }

  /** None of these messages was taken. */
  void refused(long firstSequence, long lastSequence, ErrorCode code, String text) {
    refusals++;
    if (traces != null) {
      traces.ended(firstSequence, lastSequence, code + " " + text);
    }
    if (!isClosed) {
      writer.reply(new Frame.SendRejected(channel, firstSequence, lastSequence, code, text));
    }
  }

  /** Of messages that carry a trace; null while tracing is off. */
  @Nullable SendTraces traces() {
    return traces;
  }

  /** How often messages were refused so far. */
  long refusals() {
    return refusals;
  }

  /** Nobody wants to hear of this session any more. */
  void close() {
    isClosed = true;
    if (traces != null) {
      traces.end();
    }
  }

  /** Writes what is pending. */
  void tell() {
    if (firstPending != 0 && !isClosed) {
      writer.write(new Frame.SendConfirmed(channel, firstPending, lastPending));
    }
    firstPending = 0;
  }
}
