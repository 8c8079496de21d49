// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.destination.RewindDestination;
import io.rewindmq.jms.engine.ConsumerSpec;
import io.rewindmq.protocol.SubscriptionKind;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import org.jspecify.annotations.Nullable;

/** What an application asks for when it names a subscription. */
record NamedSubscription(
    SubscriptionKind kind,
    @Nullable Topic topic,
    @Nullable String name,
    @Nullable String selector,
    boolean noLocal) {
  /**
   * What to open for it.
   *
   * @param clientId the connection's
   * @throws InvalidDestinationException there is no topic, or a durable subscription would be on a
   *     temporary one
   * @throws IllegalStateException it is durable and unshared, and there is no client id
   * @throws JMSException the name is null or empty
   */
  ConsumerSpec of(@Nullable String clientId) throws JMSException {
    RewindDestination source = RewindDestination.of(topic);
    if (name == null || name.isEmpty()) {
      throw new JMSException("a subscription needs a name, got " + name);
    }
    if (kind == SubscriptionKind.DURABLE && clientId == null) {
      throw new IllegalStateException(
          "an unshared durable subscription needs a client id; call setClientID first");
    }
    if (kind.isDurable() && source.kind().isTemporary()) {
      throw new InvalidDestinationException(
          "a durable subscription can't be made on the temporary topic " + source);
    }
    return new ConsumerSpec(source, kind, name, selector, noLocal);
  }
}
