// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message, wherever they are kept. {@link JMSException} means damaged bytes.
 */
interface HeaderFields {
  @Nullable String messageId();

  long timestamp();

  /** A String or a byte[] that nobody changes; null = none. */
  @Nullable Object correlation() throws JMSException;

  @Nullable Destination replyTo() throws JMSException;

  @Nullable Destination destination();

  int deliveryMode();

  boolean isRedelivered();

  @Nullable String type() throws JMSException;

  long expiration();

  long deliveryTime();

  int priority();
}
