// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Which exceptions come when, and what they say: specification chapter 10. */
class ExceptionTest extends DomainSuite {
  /** Takes both APIs through the same mistake; each has an exception class of its own. */
  private static void assertBoth(
      Class<? extends JMSException> checked,
      ThrowingCallable classic,
      Class<? extends JMSRuntimeException> unchecked,
      ThrowingCallable simplified) {
    JMSException one = catchThrowableOfType(checked, classic);
    JMSRuntimeException two = catchThrowableOfType(unchecked, simplified);
    assertThat(one).isExactlyInstanceOf(checked);
    assertThat(two).isExactlyInstanceOf(unchecked);
    assertThat(one.getMessage()).isNotBlank();
    assertThat(two.getMessage()).isNotBlank();
    assertThat(two.getErrorCode()).isEqualTo(one.getErrorCode());
  }

  private Message received(Message message) {
    JMSContext context = context();
    Destination queue = queue(context);
    context.createProducer().send(queue, message);
    try (JMSConsumer consumer = context.createConsumer(queue)) {
      return present(consumer.receive(LONG));
    }
  }

  // ---- what an exception says ----

  @Test
  @Clause(section = "10.2", rule = "A problem of the provider has an error code for programs")
  void errorCodes() throws JMSException {
    JMSContext context = context();
    Session session = connection().createSession();

    assertThatExceptionOfType(InvalidSelectorException.class)
        .isThrownBy(() -> session.createConsumer(queue(context), "a ="))
        .satisfies(e -> assertThat(e.getErrorCode()).isEqualTo("SELECTOR_INVALID"));
    assertThatExceptionOfType(InvalidDestinationException.class)
        .isThrownBy(() -> session.unsubscribe("nothing"))
        .satisfies(e -> assertThat(e.getErrorCode()).isEqualTo("SUBSCRIPTION_NOT_FOUND"));
  }

  @Test
  @Clause(section = "10.2", rule = "A lower level's problem is linked")
  void linkedProblems() {
    RewindConnectionFactory dead = new RewindConnectionFactory("rewind://127.0.0.1:1");

    JMSException checked = catchThrowableOfType(JMSException.class, dead::createConnection);
    JMSRuntimeException unchecked =
        catchThrowableOfType(JMSRuntimeException.class, dead::createContext);

    assertThat(checked).hasRootCauseInstanceOf(IOException.class);
    assertThat(checked.getErrorCode()).isNotBlank();
    assertThat(unchecked).hasRootCauseInstanceOf(IOException.class);
    assertThat(unchecked.getErrorCode()).isEqualTo(checked.getErrorCode());
    assertThat(unchecked.getCause()).isInstanceOf(JMSException.class);
  }

  // ---- the cases that must be ----

  @Test
  @Clause(section = "10.3", rule = "What comes at the wrong time is an illegal state")
  void illegalStates() throws JMSException {
    Session plain = connection().createSession();
    JMSContext context = context();
    assertBoth(
        IllegalStateException.class,
        plain::commit,
        IllegalStateRuntimeException.class,
        context::commit);
    assertBoth(
        IllegalStateException.class,
        plain::rollback,
        IllegalStateRuntimeException.class,
        context::rollback);
    Session transacted = connection().createSession(Session.SESSION_TRANSACTED);
    JMSContext transactedContext = context(JMSContext.SESSION_TRANSACTED);
    assertBoth(
        IllegalStateException.class,
        transacted::recover,
        IllegalStateRuntimeException.class,
        transactedContext::recover);
    plain.close();
    context.close();
    assertBoth(
        IllegalStateException.class,
        () -> plain.createTextMessage("late"),
        IllegalStateRuntimeException.class,
        () -> context.createTextMessage("late"));
    assertBoth(
        IllegalStateException.class,
        plain::getTransacted,
        IllegalStateRuntimeException.class,
        context::acknowledge);
  }

  @Test
  @Clause(section = "10.3", rule = "A client id in use is an invalid client id")
  void invalidClientIds() {
    named();
    RewindConnectionFactory same = new RewindConnectionFactory(broker.url());
    same.setClientId(name);

    assertBoth(
        InvalidClientIDException.class,
        same::createConnection,
        InvalidClientIDRuntimeException.class,
        same::createContext);
    assertBoth(
        InvalidClientIDException.class,
        () -> closing(factory.createConnection()).setClientID(name),
        InvalidClientIDRuntimeException.class,
        () -> context().setClientID(name));
  }

  @Test
  @Clause(section = "10.3", rule = "A destination that is no longer valid is an invalid one")
  void invalidDestinations() throws JMSException {
    Session session = connection().createSession();
    var gone = session.createTemporaryQueue();
    gone.delete();
    JMSContext context = context();
    Message late = session.createTextMessage("late");

    assertBoth(
        InvalidDestinationException.class,
        () -> session.createProducer(null).send(gone, late),
        InvalidDestinationRuntimeException.class,
        () -> context.createProducer().send(gone, "late"));
    assertBoth(
        InvalidDestinationException.class,
        () -> session.createConsumer(gone),
        InvalidDestinationRuntimeException.class,
        () -> context.createConsumer(gone));
  }

  @Test
  @Clause(section = "10.3", rule = "A selector of the wrong syntax is an invalid one")
  void invalidSelectors() throws JMSException {
    Session session = connection().createSession();
    JMSContext context = context();
    for (String wrong : new String[] {"=TEST 'test'", "a = ", "a LIKE 7", "NOT", "a IN ()", "'a"}) {
      assertBoth(
          InvalidSelectorException.class,
          () -> session.createConsumer(queue(context), wrong),
          InvalidSelectorRuntimeException.class,
          () -> context.createSharedDurableConsumer(topic(context), "sub", wrong));
    }
    assertThatExceptionOfType(InvalidDestinationRuntimeException.class)
        .isThrownBy(() -> context.unsubscribe("sub"));
  }

  @Test
  @Clause(section = "10.3", rule = "Reading past the end of a received body is a message EOF")
  void endOfBody() throws JMSException {
    JMSContext context = context();
    BytesMessage bytes = context.createBytesMessage();
    bytes.writeByte((byte) 1);
    StreamMessage stream = context.createStreamMessage();
    stream.writeInt(22);
    BytesMessage receivedBytes = (BytesMessage) received(bytes);
    StreamMessage receivedStream = (StreamMessage) received(stream);
    assertThat(receivedBytes.readByte()).isEqualTo((byte) 1);
    assertThat(receivedStream.readInt()).isEqualTo(22);

    assertThatExceptionOfType(MessageEOFException.class).isThrownBy(receivedBytes::readByte);
    assertThatExceptionOfType(MessageEOFException.class).isThrownBy(receivedStream::readInt);
  }

  @Test
  @Clause(section = "10.3", rule = "Reading a received value as the wrong type is a format problem")
  void wrongTypes() throws JMSException {
    JMSContext context = context();
    StreamMessage stream = context.createStreamMessage();
    stream.writeBoolean(true);
    stream.setBooleanProperty("flag", true);
    MapMessage map = context.createMapMessage();
    map.setString("word", "no number");
    StreamMessage receivedStream = (StreamMessage) received(stream);
    MapMessage receivedMap = (MapMessage) received(map);

    assertThatExceptionOfType(MessageFormatException.class).isThrownBy(receivedStream::readShort);
    assertThat(receivedStream.readBoolean()).isTrue();
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> receivedStream.getIntProperty("flag"));
    assertThatExceptionOfType(NumberFormatException.class)
        .isThrownBy(() -> receivedMap.getInt("word"));
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> stream.writeObject(new Object()));
  }

  @Test
  @Clause(section = "10.3", rule = "A message that is written can't be read")
  void notReadable() throws JMSException {
    JMSContext context = context();
    BytesMessage bytes = context.createBytesMessage();
    StreamMessage stream = context.createStreamMessage();
    assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(bytes::readByte);
    assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(stream::readByte);
    BytesMessage cleared = (BytesMessage) received(bytes);
    cleared.clearBody();

    assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(cleared::readByte);
    assertThatExceptionOfType(MessageNotReadableException.class).isThrownBy(cleared::getBodyLength);
  }

  @Test
  @Clause(section = "10.3", rule = "A received message can't be written")
  void notWriteable() throws JMSException {
    JMSContext context = context();
    TextMessage text = (TextMessage) received(context.createTextMessage("a"));
    BytesMessage bytes = (BytesMessage) received(context.createBytesMessage());
    StreamMessage stream = (StreamMessage) received(context.createStreamMessage());
    MapMessage map = (MapMessage) received(context.createMapMessage());

    for (ThrowingCallable write :
        new ThrowingCallable[] {
          () -> text.setText("b"),
          () -> text.setStringProperty("p", "v"),
          () -> bytes.writeByte((byte) 1),
          () -> stream.writeByte((byte) 1),
          () -> map.setByte("b", (byte) 1)
        }) {
      assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(write);
    }
    assertThatExceptionOfType(MessageNotWriteableRuntimeException.class)
        .isThrownBy(
            () -> context.createProducer().setProperty("p", "v").send(queue(context), text));
  }
}
