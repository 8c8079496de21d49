// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.destination;

import io.rewindmq.protocol.DestinationKind;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;
import org.jspecify.annotations.Nullable;

/**
 * A temporary topic. Anybody may send to it; only the object that its connection made can delete
 * it, not one from JMSReplyTo or a deserialised one.
 */
public final class RewindTemporaryTopic extends RewindDestination implements TemporaryTopic {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable DeletionTarget target;

  public RewindTemporaryTopic(String name, @Nullable DeletionTarget target) {
    this(name, DestinationOptions.NONE, target);
  }

  RewindTemporaryTopic(String name, DestinationOptions options, @Nullable DeletionTarget target) {
    super(DestinationKind.TEMPORARY_TOPIC, name, options);
    this.target = target;
  }

  @Override
  public String getTopicName() {
    return shownName();
  }

  @Override
  public void delete() throws JMSException {
    delete(target);
  }
}
