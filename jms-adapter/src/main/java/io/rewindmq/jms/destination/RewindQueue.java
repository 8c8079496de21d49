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

  /**
   * As an application writes it; {@link RewindDestination#queue}.
   *
   * @throws IllegalArgumentException the name is missing, of another kind, or has options that are
   *     not valid
   */
  public RewindQueue(String text) {
    this(WrittenName.ofBean(DestinationKind.QUEUE, text));
  }

  private RewindQueue(WrittenName written) {
    this(written.name(), written.options());
  }

  RewindQueue(String name, DestinationOptions options) {
    super(DestinationKind.QUEUE, name, options);
  }

  @Override
  public String getQueueName() {
    return shownName();
  }

  @Override
  public Reference getReference() {
    return AdministeredReference.ofDestination(RewindQueue.class, shownName());
  }
}
