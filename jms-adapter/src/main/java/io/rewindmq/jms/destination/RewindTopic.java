// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.destination;

import io.rewindmq.protocol.DestinationKind;
import jakarta.jms.Topic;

/** A topic. */
public final class RewindTopic extends RewindDestination implements Topic {
  private static final long serialVersionUID = 1L;

  public RewindTopic(String name) {
    super(DestinationKind.TOPIC, name);
  }

  @Override
  public String getTopicName() {
    return name();
  }
}
