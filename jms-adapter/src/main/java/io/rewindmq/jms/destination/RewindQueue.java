// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.destination;

import io.rewindmq.jms.jndi.reference.AdministeredReference;
import io.rewindmq.protocol.DestinationKind;
import jakarta.jms.Queue;
import javax.naming.Reference;
import javax.naming.Referenceable;

/** A queue. */
public final class RewindQueue extends RewindDestination implements Queue, Referenceable {
  private static final long serialVersionUID = 1L;

  public RewindQueue(String name) {
    super(DestinationKind.QUEUE, name);
  }

  @Override
  public String getQueueName() {
    return name();
  }

  @Override
  public Reference getReference() {
    return AdministeredReference.ofDestination(RewindQueue.class, name());
  }
}
