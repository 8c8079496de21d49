// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A message as one line of text. */
final class MessageText {
  private MessageText() {}

  static String of(Message message, boolean withHeaders) {
    try {
      return withHeaders ? headers(message) + "  " + body(message) : body(message);
    } catch (JMSException e) {
      throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
    }
  }

  private static String headers(Message message) throws JMSException {
    return Instant.ofEpochMilli(message.getJMSTimestamp())
        + "  "
        + message.getJMSMessageID()
        + "  delivery "
        + message.getIntProperty("JMSXDeliveryCount");
  }

  private static String body(Message message) throws JMSException {
    return switch (message) {
      case TextMessage text -> Objects.requireNonNullElse(text.getText(), "(no text)");
      case BytesMessage bytes -> "(" + bytes.getBodyLength() + " bytes)";
      case MapMessage map -> new TreeMap<>(map.<Map<String, Object>>getBody(mapClass())).toString();
      default -> "(" + message.getClass().getSimpleName() + ")";
    };
  }

  @SuppressWarnings("unchecked") // JMS names the body's class only by its raw type
  private static Class<Map<String, Object>> mapClass() {
    return (Class<Map<String, Object>>) (Class<?>) Map.class;
  }
}
