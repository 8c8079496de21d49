// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.protocol.Frame;
import jakarta.jms.JMSException;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** A new wire while it is made usable: only the thread that restores may ask. */
public interface Restoration {
  /** Whether what was to be restored is there no more: the rest goes on without it. */
  static boolean isGone(JMSException refusal) {
    return JmsErrors.isGone(refusal);
  }

  /**
   * Sends a request and waits for its reply.
   *
   * @throws JMSException the broker refused, or the wire was lost
   */
  default Frame call(IntFunction<Frame> request) throws JMSException {
    return call(request, reply -> {});
  }

  /**
   * The same.
   *
   * @param onReply takes the reply under the link's lock, before any later frame
   */
  Frame call(IntFunction<Frame> request, Consumer<Frame> onReply) throws JMSException;
}
