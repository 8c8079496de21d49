// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rewindmq.jms.destination.RewindQueue;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.ObjectMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3.11, the javadoc of ObjectMessage, and which classes may be read. */
class ObjectMessageTest {
  private static final ObjectDeserializer DEFAULTS = ObjectDeserializer.withDefaults();

  /** Of an application. */
  record Order(int number, List<Line> lines) implements Serializable {
    record Line(String article, BigDecimal price) implements Serializable {}
  }

  /** Runs code when it is read. */
  static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
      throw new InvalidObjectException("the gadget ran");
    }
  }

  static final class NotSerializable {}

  private static final Order ORDER =
      new Order(7, List.of(new Order.Line("pen", new BigDecimal("1.20"))));

  private static Serializable read(ObjectDeserializer deserializer, Serializable object)
      throws JMSException {
    RewindObjectMessage sent = new RewindObjectMessage(DEFAULTS);
    sent.setObject(object);
    Wire wire = new Wire();
    var element = wire.element(sent, Wire.attributes(Wire.PERSISTENT));
    DeliverySource source = new DeliverySource(new RewindQueue("q"), null, deserializer);
    ObjectMessage received =
        (ObjectMessage)
            new MessageDecoder(source).decode(element.slice(8, element.limit() - 8), 0, 1, 0, null);
    return received.getObject();
  }

  private static ObjectDeserializer allowing(String entries) {
    return ObjectDeserializer.allowing(entries, ObjectMessageTest.class::getClassLoader);
  }

  static List<Object> allowedByDefault() {
    Map<String, Integer> large = new HashMap<>();
    Set<String> letters = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      large.put("k" + i, i);
      letters.add(String.valueOf((char) i));
    }
    return List.of(
        "text",
        true,
        'c',
        (byte) 1,
        (short) 1,
        1,
        1L,
        1f,
        1d,
        new BigDecimal("1.5"),
        BigInteger.TEN.pow(100),
        UUID.fromString("00000000-0000-0001-0000-000000000002"),
        Locale.GERMANY,
        Instant.EPOCH,
        ZonedDateTime.ofInstant(Instant.EPOCH, ZoneId.of("Europe/Vienna")),
        DayOfWeek.MONDAY,
        new ArrayList<>(List.of(1, "two", 3.0)),
        Arrays.asList(1, 2),
        List.of(1, 2, 3),
        Map.of("a", List.of(Map.of())),
        large,
        letters,
        new ConcurrentHashMap<>(large),
        new TreeMap<>(large),
        new EnumMap<>(Map.of(DayOfWeek.MONDAY, 1)));
  }

  @ParameterizedTest
  @MethodSource("allowedByDefault")
  void readsClassesAllowedByDefault(Object object) throws JMSException {
    assertThat(read(DEFAULTS, (Serializable) object)).isEqualTo(object);
  }

  @Test
  void readsArraysOfAllowedClasses() throws JMSException {
    assertThat(read(DEFAULTS, new int[][] {{1}, {2, 3}})).isEqualTo(new int[][] {{1}, {2, 3}});
    assertThat(read(DEFAULTS, new byte[100_000])).isEqualTo(new byte[100_000]);
    assertThat(read(DEFAULTS, new Object[] {"a", 1, null})).isEqualTo(new Object[] {"a", 1, null});
    assertThat(read(DEFAULTS, new ArrayDeque<>(List.of(1, 2)))).hasToString("[1, 2]");
    assertThat(read(DEFAULTS, new AtomicLong(4))).hasToString("4");
  }

  @Test
  void namesTheClassAndTheKeyThatWouldAllowIt() {
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> read(DEFAULTS, ORDER))
        .withMessageContaining(Order.class.getName())
        .withMessageContaining("deserialization.allow");
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> read(DEFAULTS, new Order[] {ORDER}))
        .withMessageContaining(Order.class.getName());
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> read(DEFAULTS, new ArrayList<>(List.of(ORDER))))
        .withMessageContaining(Order.class.getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.rewindmq.jms.message",
        "io.rewindmq",
        "io.rewindmq.",
        "io.rewindmq.*",
        "*",
        "com.acme, io.rewindmq.jms.message.ObjectMessageTest$Order ,x",
        "io.rewindmq.jms.message.ObjectMessageTest"
      })
  void readsWhatIsListed(String entries) throws JMSException {
    assertThat(read(allowing(entries), ORDER)).isEqualTo(ORDER);
    assertThat(read(allowing(entries), new Order[] {ORDER})).isEqualTo(new Order[] {ORDER});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "io.rewindmq.jms.messag",
        "io.rewindmq.jms.messages",
        "rewindmq",
        "Order",
        "io.rewindmq.jms.message.ObjectMessageTest$Ord"
      })
  void refusesWhatIsNotListed(String entries) {
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> read(allowing(entries), ORDER));
  }

  @Test
  void runsNoCodeOfARefusedClass() {
    assertThat(catchThrowable(() -> read(DEFAULTS, new Gadget())))
        .hasMessageContaining(Gadget.class.getName())
        .hasMessageNotContaining("the gadget ran");
    assertThat(catchThrowable(() -> read(allowing("io.rewindmq"), new Gadget())))
        .isInstanceOf(MessageFormatException.class)
        .hasMessageContaining("the gadget ran");
  }

  @Test
  void refusesLambdasAndProxies() {
    Comparator<String> lambda =
        (Comparator<String> & Serializable) (a, b) -> a.length() - b.length();
    Serializable proxy =
        (Serializable)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Serializable.class},
                new SerializableHandler());

    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> read(DEFAULTS, (Serializable) lambda))
        .withMessageContaining("java.lang.invoke.SerializedLambda");
    assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> read(DEFAULTS, proxy));
  }

  private static final class SerializableHandler
      implements java.lang.reflect.InvocationHandler, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Object invoke(
        Object proxy, java.lang.reflect.Method method, Object @Nullable [] arguments) {
      return null;
    }
  }

  @Test
  void refusesArraysLargerThanTheBytesCanHold() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new long[0]);
    }
    byte[] serialized = bytes.toByteArray();
    serialized[serialized.length - 4] = 0x7F;

    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> DEFAULTS.deserialize(serialized, false));
  }

  @Test
  void refusesDepthThatWouldExhaustTheStack() throws JMSException, InterruptedException {
    Serializable shallow = nested(200);
    assertThat(read(DEFAULTS, shallow)).isEqualTo(shallow);

    assertThat(readWithStack(64 << 20, 600)).isInstanceOf(MessageFormatException.class);
  }

  /** What comes of writing and reading lists nested that deep, on a stack of that many bytes. */
  private static @Nullable Throwable readWithStack(int bytes, int depth)
      throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> thrown.set(catchThrowable(() -> read(DEFAULTS, nested(depth)))),
            "deep",
            bytes);
    thread.start();
    thread.join();
    return thrown.get();
  }

  private static Serializable nested(int depth) {
    ArrayList<Object> list = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      list = new ArrayList<>(List.of(list));
    }
    return list;
  }

  @Test
  void refusesBytesThatAreNoObject() {
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> DEFAULTS.deserialize(new byte[] {1, 2, 3}, false));
  }

  @Test
  @DisplayName("The sender reads back its own object, whatever its class")
  void senderReadsItsOwn() throws JMSException {
    RewindObjectMessage message = new RewindObjectMessage(DEFAULTS);
    message.setObject(ORDER);

    assertThat(message.getObject()).isEqualTo(ORDER);
    assertThat(message.getBody(Order.class)).isEqualTo(ORDER);
    assertThat(message.isBodyAssignableTo(Order.class)).isTrue();
  }

  @Test
  @DisplayName("3.9 The object is serialised when it is set; reads give copies")
  void serialisesWhenSet() throws JMSException {
    RewindObjectMessage message = new RewindObjectMessage(DEFAULTS);
    ArrayList<String> list = new ArrayList<>(List.of("a"));
    message.setObject(list);
    list.add("b");

    assertThat(message.getObject()).isEqualTo(List.of("a"));
    ObjectMessage received = Wire.received(message);
    ((List<?>) received.getObject()).clear();
    assertThat(received.getObject()).isEqualTo(List.of("a"));
  }

  @Test
  @DisplayName("ObjectMessage.setObject: an object that can't be serialised")
  void refusesWhatCannotBeSerialised() throws JMSException {
    RewindObjectMessage message = new RewindObjectMessage(DEFAULTS);
    message.setObject("before");

    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> message.setObject(new Object[] {new NotSerializable()}));
    assertThat(message.getObject()).isEqualTo("before");
  }

  @Test
  @DisplayName("3.11.2 Received bodies are read-only until clearBody")
  void receivedIsReadOnly() throws JMSException {
    RewindObjectMessage sent = new RewindObjectMessage(DEFAULTS);
    sent.setObject("a");
    ObjectMessage received = Wire.received(sent);

    assertThatExceptionOfType(MessageNotWriteableException.class)
        .isThrownBy(() -> received.setObject("b"));
    received.clearBody();
    assertThat(received.getObject()).isNull();
    received.setObject("b");
    assertThat(received.getObject()).isEqualTo("b");
  }

  @Test
  @DisplayName("Message.getBody: what the object can be assigned to")
  void givesItsBody() throws JMSException {
    RewindObjectMessage sent = new RewindObjectMessage(DEFAULTS);
    assertThat(Wire.received(sent).getObject()).isNull();
    assertThat(Wire.received(sent).getBody(Number.class)).isNull();
    assertThat(Wire.received(sent).isBodyAssignableTo(Map.class)).isTrue();

    sent.setObject(5);
    ObjectMessage received = Wire.received(sent);
    assertThat(received.getBody(Serializable.class)).isEqualTo(5);
    assertThat(received.getBody(Number.class)).isEqualTo(5);
    assertThat(received.isBodyAssignableTo(Comparable.class)).isTrue();
    assertThat(received.isBodyAssignableTo(Optional.class)).isFalse();
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> received.getBody(String.class));

    sent.setObject(ORDER);
    ObjectMessage unreadable = Wire.received(sent);
    assertThat(unreadable.isBodyAssignableTo(Serializable.class)).isFalse();
    assertThatExceptionOfType(MessageFormatException.class)
        .isThrownBy(() -> unreadable.getBody(Serializable.class));
  }

  @Test
  void readsThroughTheApplicationsLoader() throws JMSException {
    List<String> asked = new ArrayList<>();
    ClassLoader loader =
        new ClassLoader(ObjectMessageTest.class.getClassLoader()) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            asked.add(name);
            return super.loadClass(name, resolve);
          }
        };

    assertThat(read(ObjectDeserializer.allowing("io.rewindmq", () -> loader), ORDER))
        .isEqualTo(ORDER);
    assertThat(asked).contains(Order.class.getName());
  }
}
