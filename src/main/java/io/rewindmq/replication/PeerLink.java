// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication;

import java.nio.ByteBuffer;

/** A connection to the other broker of the pair. Its other half calls {@link Pair}. */
public interface PeerLink {
  /**
   * Sends a whole frame behind those before, or nothing if the connection is gone. Never waits.
   *
   * @param frame not changed by the caller any more
   */
  void send(ByteBuffer frame);

  /** Ends it; {@link Pair#disconnected} is not called any more. */
  void close(String reason);
}
