// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.destination;

import io.rewindmq.jms.jndi.reference.AdministeredReference;
import io.rewindmq.protocol.DestinationKind;
import jakarta.jms.Topic;
import javax.naming.Reference;
import javax.naming.Referenceable;

/** A topic. */
public final class RewindTopic extends RewindDestination implements Topic, Referenceable {
  private static final long serialVersionUID = 1L;

  public RewindTopic(String name) {
    super(DestinationKind.TOPIC, name);
  }

  @Override
  public String getTopicName() {
    return name();
  }

  @Override
  public Reference getReference() {
    return AdministeredReference.ofDestination(RewindTopic.class, name());
  }
}
