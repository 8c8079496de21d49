// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.channel.Channel;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.EnumSet;
import java.util.Set;

/** Why a socket is not read at present; it is read when there is no reason left. */
@OwnedBy(ThreadRole.NET_LOOP)
final class ReadPauses {
  private final Channel channel;
  private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

  ReadPauses(Channel channel) {
    this.channel = channel;
  }

  enum Reason {
    /** The shard's inbox is full. */
    INBOX_FULL,
    /** Too much was received from this connection and not handled yet. */
    INBOUND_FULL,
    /** Too much waits to be sent to this connection. */
    OUTBOUND_FULL
  }

  boolean isPaused() {
    return !reasons.isEmpty();
  }

  void pause(Reason reason) {
    reasons.add(reason);
    channel.config().setAutoRead(false);
  }

  void resume(Reason reason) {
    if (reasons.remove(reason) && reasons.isEmpty()) {
      channel.config().setAutoRead(true);
    }
  }
}
