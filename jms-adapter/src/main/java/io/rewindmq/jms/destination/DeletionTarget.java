// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.destination;

import jakarta.jms.JMSException;

/** Where a temporary destination's {@code delete()} goes: the connection that made it. */
@FunctionalInterface
public interface DeletionTarget {
  /**
   * Deletes the destination for good.
   *
   * @throws JMSException it still has consumers, or the connection is closed; it goes on existing
   */
  void delete(RewindDestination destination) throws JMSException;
}
