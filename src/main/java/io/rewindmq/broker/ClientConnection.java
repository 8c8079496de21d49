// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;

/** The broker's end of one client connection, as the listener sees it. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public interface ClientConnection {
  /**
   * Takes one frame.
   *
   * @param frame the bytes after the length field; not used after this returns
   */
  void receive(ByteBuffer frame);

  /** {@link Outbox#isReadyForDeliveries()} is true again. */
  void outboxDrained();

  /** The connection is gone: what it held goes back. Idempotent. */
  void lost(String reason);
}
