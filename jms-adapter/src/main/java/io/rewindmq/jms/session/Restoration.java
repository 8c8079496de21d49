// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.protocol.Frame;
import jakarta.jms.JMSException;
import java.util.function.IntFunction;

/** A new wire while it is made usable: only the thread that restores may ask. */
@FunctionalInterface
interface Restoration {
  /**
   * Sends a request and waits for its reply.
   *
   * @throws JMSException the broker refused, or the wire was lost
   */
  Frame call(IntFunction<Frame> request) throws JMSException;
}
