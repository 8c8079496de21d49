// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.protocol.Frame;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A request that waits for its reply. All under the link's lock. */
final class Request {
  private final Condition answered;
  private final @Nullable Runnable onReply;
  private @Nullable Frame reply;
  private boolean lost;

  Request(Condition answered, @Nullable Runnable onReply) {
    this.answered = answered;
    this.onReply = onReply;
  }

  void complete(Frame frame) {
    reply = frame;
    if (onReply != null) {
      onReply.run();
    }
    answered.signalAll();
  }

  /** The connection went before the reply came. */
  void lose() {
    lost = true;
    answered.signalAll();
  }

  boolean isOpen() {
    return reply == null && !lost;
  }

  /** Null when the connection was lost. */
  @Nullable Frame reply() {
    return reply;
  }

  Condition answered() {
    return answered;
  }
}
