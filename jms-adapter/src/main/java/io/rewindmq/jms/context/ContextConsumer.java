// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.context;

import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.session.RewindConsumer;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A consumer of the simplified API. */
final class ContextConsumer implements JMSConsumer {
  private final RewindConsumer consumer;

  ContextConsumer(RewindConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public @Nullable String getMessageSelector() {
    return JmsErrors.uncheckedOrNull(consumer::getMessageSelector);
  }

  @Override
  public @Nullable MessageListener getMessageListener() {
    return JmsErrors.uncheckedOrNull(consumer::getMessageListener);
  }

  @Override
  public void setMessageListener(@Nullable MessageListener listener) {
    JmsErrors.run(() -> consumer.setMessageListener(listener));
  }

  @Override
  public @Nullable Message receive() {
    return JmsErrors.uncheckedOrNull(() -> consumer.receive());
  }

  @Override
  public @Nullable Message receive(long timeoutMillis) {
    return JmsErrors.uncheckedOrNull(() -> consumer.receive(timeoutMillis));
  }

  @Override
  public @Nullable Message receiveNoWait() {
    return JmsErrors.uncheckedOrNull(consumer::receiveNoWait);
  }

  @Override
  public void close() {
    JmsErrors.run(consumer::close);
  }

  @Override
  public <T> @Nullable T receiveBody(Class<T> type) {
    return receiveBody(type, 0);
  }

  @Override
  public <T> @Nullable T receiveBody(Class<T> type, long timeoutMillis) {
    return JmsErrors.uncheckedOrNull(
        () -> body(consumer.receiveIf(timeoutMillis, hasBody(type)), type));
  }

  @Override
  public <T> @Nullable T receiveBodyNoWait(Class<T> type) {
    return JmsErrors.uncheckedOrNull(() -> body(consumer.receiveNoWaitIf(hasBody(type)), type));
  }

  private static <T> @Nullable T body(@Nullable Message message, Class<T> type)
      throws JMSException {
    if (message == null) {
      return null;
    }
    T body = message.getBody(type);
    if (body != null) {
      return body;
    }
    return type.cast(message instanceof MapMessage ? new LinkedHashMap<>() : new byte[0]);
  }

  private static Predicate<Message> hasBody(Class<?> type) {
    return message -> JmsErrors.unchecked(() -> hasBody(message, type));
  }

  /**
   * Whether there is a body of that type. A plain message and a null have none, and a stream's
   * can't be got whole (specification section 8.6). An empty map is a body, and so are no bytes at
   * all.
   */
  private static boolean hasBody(Message message, Class<?> type) throws JMSException {
    if (message instanceof MapMessage) {
      return type.isAssignableFrom(Map.class);
    }
    if (message instanceof BytesMessage) {
      return type.isAssignableFrom(byte[].class);
    }
    if (message instanceof TextMessage text) {
      return type.isInstance(text.getText());
    }
    return message instanceof ObjectMessage object && isInstance(object, type);
  }

  private static boolean isInstance(ObjectMessage message, Class<?> type) throws JMSException {
    try {
      return type.isInstance(message.getObject());
    } catch (MessageFormatException e) {
      return false; // it can't be deserialised here
    }
  }
}
