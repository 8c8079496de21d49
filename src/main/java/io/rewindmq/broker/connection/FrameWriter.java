// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.Outbox;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one connection's frames into its outbox and has it flushed at the end of the turn.
 *
 * <p>Confirmations of sends gather during a turn and go out before the next reply, at the latest
 * when the turn ends. After the connection's end everything is dropped.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class FrameWriter {
  private final Outbox outbox;
  private final Flushes flushes;
  private final List<SendConfirmations> pending = new ArrayList<>();
  private long reservations;
  private boolean isDirty;
  private boolean isClosed;

  FrameWriter(Outbox outbox, Flushes flushes) {
    this.outbox = outbox;
    this.flushes = flushes;
  }

  boolean isReadyForDeliveries() {
    return !isClosed && outbox.isReadyForDeliveries();
  }

  /** Writes a frame that need not wait for confirmations. */
  void write(Frame frame) {
    if (isClosed) {
      return;
    }
    FrameCodec.encode(frame, reserve(FrameCodec.encodedBytes(frame)));
  }

  /** Writes an answer; what was confirmed so far is told before. */
  void reply(Frame frame) {
    tellPending();
    write(frame);
  }

  /**
   * @param requestId 0 = nobody wants to know
   */
  void ok(int channel, int requestId) {
    if (requestId != 0) {
      reply(new Frame.Ok(channel, requestId));
    }
  }

  /**
   * @param requestId 0 = nobody wants to know
   */
  void error(int channel, int requestId, ErrorCode code, String text) {
    if (requestId != 0) {
      reply(new Frame.RequestFailed(channel, requestId, code, text));
    }
  }

  /** Room for one frame, to be filled at once. Not after the connection's end. */
  ByteBuffer reserve(int bytes) {
    touch();
    reservations++;
    return outbox.reserve(bytes);
  }

  /** How many frames were reserved so far. */
  long reservations() {
    return reservations;
  }

  /** As {@link Outbox#extend}. */
  @Nullable ByteBuffer extend(int bytes) {
    return outbox.extend(bytes);
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Will be asked to tell before the turn ends. */
  void addPending(SendConfirmations confirmations) {
    pending.add(confirmations);
    touch();
  }

  void flush() {
    isDirty = false;
    tellPending();
    if (!isClosed) {
      outbox.flush();
    }
  }

  /** What was written goes out, then the connection is closed. Idempotent. */
  void close() {
    if (!isClosed) {
      tellPending();
      isClosed = true;
      outbox.close();
    }
  }

  private void tellPending() {
    if (pending.isEmpty()) {
      return;
    }
    for (SendConfirmations confirmations : pending) {
      confirmations.tell();
    }
    pending.clear();
  }

  private void touch() {
    if (!isDirty) {
      isDirty = true;
      flushes.add(this);
    }
  }
}
