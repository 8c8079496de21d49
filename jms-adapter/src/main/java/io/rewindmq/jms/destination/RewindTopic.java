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

  /**
   * As an application writes it; {@link RewindDestination#topic}.
   *
   * @throws IllegalArgumentException the name is missing, of another kind, or has options that are
   *     not valid
   */
  public RewindTopic(String text) {
    this(WrittenName.ofBean(DestinationKind.TOPIC, text));
  }

  private RewindTopic(WrittenName written) {
    this(written.name(), written.options());
  }

  RewindTopic(String name, DestinationOptions options) {
    super(DestinationKind.TOPIC, name, options);
  }

  @Override
  public String getTopicName() {
    return shownName();
  }

  @Override
  public Reference getReference() {
    return AdministeredReference.ofDestination(RewindTopic.class, shownName());
  }
}
