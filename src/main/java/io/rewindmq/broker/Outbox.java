// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way out to one client: a bounded buffer of whole frames, filled during a turn of the shard's
 * loop and sent at its end.
 *
 * <p><b>Order.</b> Frames leave in the order they were reserved. <b>Failure.</b> After the
 * connection is lost, writing goes on without effect until the broker hears of the loss.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public interface Outbox {
  /**
   * Room for one whole frame, length field included.
   *
   * @return a big-endian buffer with exactly that many bytes remaining; to be filled before the
   *     next call of any method here
   */
  ByteBuffer reserve(int bytes);

  /**
   * Makes the frame reserved last longer.
   *
   * @return the whole frame, position at its first byte, its old content in place, with that many
   *     bytes more at its end; null when it can't grow (it may be on its way already): reserve a
   *     new one then
   */
  @Nullable ByteBuffer extend(int bytes);

  /**
   * Whether the connection should get deliveries now. False while too many bytes are unsent; {@link
   * ClientConnection#outboxDrained()} is called once that has changed. Other frames may always go.
   */
  boolean isReadyForDeliveries();

  /**
   * The client is accepted: frames up to this size may come in from now on.
   *
   * @param heartbeatMillis either side says something at least this often
   * @param frameBytesMax inclusive, without the length field
   */
  void established(int heartbeatMillis, int frameBytesMax);

  /** What the socket has done and holds. */
  ConnectionLoad load();

  /** Sends what was reserved so far. Called at the end of a turn. */
  void flush();

  /** Sends what was reserved so far, then closes the connection; nothing more may be reserved. */
  void close();
}
