// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.rewindmq.jms.destination.RewindDestination;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Section 3.12: messages of other providers can be sent. */
@DisplayName("3.12 Messages of other providers")
class ForeignMessageTest {
  /** A message that can only be used through the JMS interface, whoever made it. */
  private static <T extends Message> T foreign(Class<T> type, T behind) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          try {
            return method.invoke(behind, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return answering(type, handler);
  }

  private static <T extends Message> T answering(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Message send(Message message) throws JMSException {
    Wire wire = new Wire();
    return wire.decode(wire.element(message, Wire.attributes(Wire.PERSISTENT)), 1, 0);
  }

  @Test
  void headersArePutOnTheForeignObject() throws JMSException {
    Message message = foreign(Message.class, new RewindMessage());
    Queue reply = () -> "replies";
    message.setJMSReplyTo(reply);
    message.setJMSCorrelationID("c");
    message.setJMSType("t");
    message.setJMSPriority(9);
    message.setJMSExpiration(1);

    Message received = send(message);

    assertThat(received).isExactlyInstanceOf(RewindMessage.class);
    assertThat(received.getJMSReplyTo()).isEqualTo(RewindDestination.queue("replies"));
    assertThat(received.getJMSCorrelationID()).isEqualTo("c");
    assertThat(received.getJMSType()).isEqualTo("t");
    for (Message side : new Message[] {message, received}) {
      assertThat(side.getJMSMessageID()).isEqualTo("ID:rw-0123456789abcdef-7-42");
      assertThat(side.getJMSDestination()).isEqualTo(Wire.DESTINATION);
      assertThat(side.getJMSTimestamp()).isEqualTo(Wire.NOW);
      assertThat(side.getJMSDeliveryTime()).isEqualTo(Wire.NOW);
      assertThat(side.getJMSExpiration()).isZero();
      assertThat(side.getJMSPriority()).isEqualTo(4);
      assertThat(side.getJMSDeliveryMode()).isEqualTo(2);
    }
  }

  @Test
  void correlationBytesAreCopiedWhereTheProviderHasThem() throws JMSException {
    byte[] id = {1, -1};
    Message with =
        answering(
            Message.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getJMSCorrelationIDAsBytes" -> id;
                  case "getPropertyNames" -> Collections.emptyEnumeration();
                  default -> null;
                });
    Message without =
        answering(
            Message.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getJMSCorrelationIDAsBytes" -> throw new UnsupportedOperationException();
                  case "getPropertyNames" -> Collections.emptyEnumeration();
                  default -> null;
                });

    assertThat(send(with).getJMSCorrelationIDAsBytes()).isEqualTo(id);
    assertThat(send(without).getJMSCorrelationID()).isNull();
  }

  @Test
  void propertiesAreCopied() throws JMSException {
    RewindMessage behind = new RewindMessage();
    behind.properties().putUnchecked("not-for-us.x", "kept");
    behind.properties().putUnchecked("JMSType", "dropped");
    behind.properties().putUnchecked("JMSXDeliveryCount", 17);
    behind.setObjectProperty("none", null);
    behind.setDoubleProperty("double", 1.5);
    behind.setStringProperty("JMSXGroupID", "g");

    Message received = send(foreign(Message.class, behind));

    assertThat(received.getStringProperty("not-for-us.x")).isEqualTo("kept");
    assertThat(received.propertyExists("JMSType")).isFalse();
    assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    assertThat(received.propertyExists("none")).isTrue();
    assertThat(received.getObjectProperty("double")).isEqualTo(1.5);
    assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("g");
  }

  @Test
  void propertiesNoMessageCanHoldAreRefused() throws JMSException {
    RewindMessage behind = new RewindMessage();
    behind.properties().putUnchecked("p", List.of(1));

    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> send(foreign(Message.class, behind)));
  }

  @Test
  void textsAreCopied() throws JMSException {
    for (String text : new String[] {"text", "", null}) {
      Message received = send(foreign(TextMessage.class, new RewindTextMessage(text)));
      assertThat(((TextMessage) received).getText()).isEqualTo(text);
    }
  }

  @Test
  void bytesAreCopied() throws JMSException {
    BytesMessage message = foreign(BytesMessage.class, new RewindBytesMessage());
    byte[] body = new byte[20_001];
    body[20_000] = 7;
    message.writeBytes(body);

    BytesMessage received = (BytesMessage) send(message);

    assertThat(received.getBody(byte[].class)).isEqualTo(body);
    assertThat(message.getBodyLength()).isEqualTo(body.length);
    assertThat(message.getBody(byte[].class)).isEqualTo(body);
    assertThat(((BytesMessage) send(message)).getBodyLength()).isEqualTo(body.length);
    BytesMessage empty = foreign(BytesMessage.class, new RewindBytesMessage());
    assertThat(((BytesMessage) send(empty)).getBodyLength()).isZero();
  }

  @Test
  void mapsAreCopied() throws JMSException {
    MapMessage message = foreign(MapMessage.class, new RewindMapMessage());
    message.setInt("a", 1);
    message.setBytes("b", new byte[] {1, 2});
    message.setString("c", null);
    message.setChar("d", 'd');

    MapMessage received = (MapMessage) send(message);

    assertThat(received.getObject("a")).isEqualTo(1);
    assertThat(received.getBytes("b")).containsExactly(1, 2);
    assertThat(received.itemExists("c")).isTrue();
    assertThat(received.getChar("d")).isEqualTo('d');
    assertThat(
            ((MapMessage) send(foreign(MapMessage.class, new RewindMapMessage())))
                .getMapNames()
                .hasMoreElements())
        .isFalse();
  }

  @Test
  void streamsAreCopied() throws JMSException {
    StreamMessage message = foreign(StreamMessage.class, new RewindStreamMessage());
    message.writeInt(1);
    message.writeString(null);
    message.writeBytes(new byte[] {1, 2});

    StreamMessage received = (StreamMessage) send(message);

    assertThat(received.readObject()).isEqualTo(1);
    assertThat(received.readObject()).isNull();
    assertThat(received.readObject()).isEqualTo(new byte[] {1, 2});
    assertThat(message.readInt()).isEqualTo(1);
  }

  @Test
  void objectsAreCopied() throws JMSException {
    ObjectMessage message =
        foreign(ObjectMessage.class, new RewindObjectMessage(ObjectDeserializer.withDefaults()));
    assertThat(((ObjectMessage) send(message)).getObject()).isNull();
    message.setObject((java.io.Serializable) Map.of("a", 1));

    assertThat(((ObjectMessage) send(message)).getObject()).isEqualTo(Map.of("a", 1));
  }

  @Test
  void laterChangesDoNotShow() throws JMSException {
    TextMessage message = foreign(TextMessage.class, new RewindTextMessage("before"));
    Wire wire = new Wire();
    var element = wire.element(message, Wire.attributes(Wire.PERSISTENT));
    message.setText("after");

    assertThat(((TextMessage) wire.decode(element, 1, 0)).getText()).isEqualTo("before");
  }
}
