// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;

/** Where the listener brings new connections. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public interface ConnectionGate {
  /**
   * A client connected; its first frame must be a HELLO.
   *
   * @param outbox belongs to the returned connection from now on
   */
  ClientConnection open(Outbox outbox, PeerAddress peer);
}
