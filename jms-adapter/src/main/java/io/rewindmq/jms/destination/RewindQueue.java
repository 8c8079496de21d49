// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.destination;

import io.rewindmq.protocol.DestinationKind;
import jakarta.jms.Queue;

/** A queue. */
public final class RewindQueue extends RewindDestination implements Queue {
  private static final long serialVersionUID = 1L;

  public RewindQueue(String name) {
    super(DestinationKind.QUEUE, name);
  }

  @Override
  public String getQueueName() {
    return name();
  }
}
