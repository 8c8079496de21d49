// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.context;

import io.rewindmq.jms.failure.JmsErrors;
import io.rewindmq.jms.session.RewindConsumer;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
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
    return message == null ? null : message.getBody(type);
  }

  /** A plain message has no body, and a stream's can't be got whole (specification 8.6). */
  private static Predicate<Message> hasBody(Class<?> type) {
    return message ->
        JmsErrors.unchecked(
            () ->
                message.isBodyAssignableTo(type)
                    && !(message instanceof StreamMessage)
                    && isBodied(message));
  }

  private static boolean isBodied(Message message) {
    return message instanceof TextMessage
        || message instanceof BytesMessage
        || message instanceof MapMessage
        || message instanceof ObjectMessage;
  }
}
