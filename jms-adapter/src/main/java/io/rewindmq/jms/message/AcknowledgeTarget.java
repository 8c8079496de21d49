// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import jakarta.jms.JMSException;

/** Where {@code acknowledge()} of a received message goes: the session that received it. */
@FunctionalInterface
public interface AcknowledgeTarget {
  /**
   * Acknowledges everything the session has delivered so far; does nothing in the modes that
   * acknowledge by themselves.
   *
   * @throws JMSException the session is closed, or the broker refused
   */
  void acknowledge() throws JMSException;
}
