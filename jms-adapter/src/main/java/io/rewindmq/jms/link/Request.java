// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import io.rewindmq.protocol.Frame;
import java.util.concurrent.locks.Condition;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that waits for its reply. All under the link's lock. */
public final class Request {
  private final Condition answered;
  private final @Nullable Consumer<Frame> onReply;
  private @Nullable Frame reply;
  private boolean lost;

  Request(Condition answered, @Nullable Consumer<Frame> onReply) {
    this.answered = answered;
    this.onReply = onReply;
  }

  void complete(Frame frame) {
    reply = frame;
    if (onReply != null && !(frame instanceof Frame.RequestFailed)) {
      onReply.accept(frame);
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
