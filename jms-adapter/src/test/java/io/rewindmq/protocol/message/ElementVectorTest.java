// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.protocol.HexVector;
import io.rewindmq.protocol.Mutations;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden vectors of elements, both ways, and everything that is nearly one of them. */
class ElementVectorTest {
  private static final Map<String, Consumer<MessageWriter>> GOLDEN = GoldenElements.all();

  static Stream<String> names() {
    return GOLDEN.keySet().stream();
  }

  @Test
  void everyVectorIsRead() {
    List<String> files =
        HexVector.names().stream().filter(name -> name.startsWith("element")).toList();

    assertThat(files).containsExactlyInAnyOrderElementsOf(GOLDEN.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void writesTheVector(String name) {
    MessageWriter writer = new MessageWriter(4096);
    Objects.requireNonNull(GOLDEN.get(name)).accept(writer);
    ByteBuffer element = writer.finish();

    assertThat(element).isEqualTo(ByteBuffer.wrap(HexVector.read(name)));
  }

  @Test
  void readsNone() {
    MessageView view = view("element-none");

    assertThat(view.flags()).isZero();
    assertThat(view.isPersistent()).isFalse();
    assertThat(view.hasNullBody()).isFalse();
    assertThat(view.priority()).isZero();
    assertThat(view.bodyType()).isEqualTo(BodyType.NONE);
    assertThat(view.groupHash()).isZero();
    assertThat(view.timestamp()).isZero();
    assertThat(view.expiration()).isZero();
    assertThat(view.deliveryTime()).isZero();
    assertThat(view.headerField(MessageLayout.TAG_TYPE)).isNull();
    assertThat(view.propertyCount()).isZero();
    assertThat(view.property(bytes("x"))).isNull();
    assertThat(view.body().remaining()).isZero();
  }

  @Test
  void readsText() {
    MessageView view = view("element-text");

    assertThat(view.isPersistent()).isTrue();
    assertThat(view.priority()).isEqualTo(9);
    assertThat(view.bodyType()).isEqualTo(BodyType.TEXT);
    assertThat(view.groupHash()).isEqualTo("customer-1".hashCode());
    assertThat(view.timestamp()).isEqualTo(GoldenElements.TIME);
    assertThat(view.expiration()).isEqualTo(GoldenElements.TIME + 60_000);
    assertThat(view.deliveryTime()).isEqualTo(GoldenElements.TIME + 5_000);
    assertThat(view.connectionId()).isEqualTo(GoldenElements.CONNECTION);
    assertThat(view.producerNumber()).isEqualTo(2);
    assertThat(view.sequence()).isEqualTo(42);
    assertThat(view.messageId()).isEqualTo("ID:rw-0123456789abcdef-2-42");
    assertThat(view.headerText(MessageLayout.TAG_CORRELATION_ID)).isEqualTo("c-4711");
    assertThat(view.headerField(MessageLayout.TAG_CORRELATION_BYTES)).isNull();
    assertThat(view.headerText(MessageLayout.TAG_TYPE)).isEqualTo("invoice");
    assertThat(view.headerField(MessageLayout.TAG_REPLY_TO)).isEqualTo(bytes("\3tmp/1"));
    assertThat(view.headerText(MessageLayout.TAG_CLIENT_ID)).isEqualTo("billing");
    assertThat(properties(view))
        .containsExactly(
            Map.entry("JMSXGroupID", "customer-1"),
            Map.entry("JMSXGroupSeq", 3),
            Map.entry("größe", 12L));
    assertThat(view.property(bytes("größe"))).isEqualTo(12L);
    assertThat(view.property(bytes("JMSXGroup"))).isNull();
    assertThat(UTF_8.decode(view.body()).toString()).isEqualTo("naïve €");
  }

  @Test
  void readsNullBodies() {
    MessageView text = view("element-text-null");
    assertThat(text.bodyType()).isEqualTo(BodyType.TEXT);
    assertThat(text.hasNullBody()).isTrue();
    assertThat(text.flags() & MessageLayout.FLAG_ID_DISABLED).isNotZero();
    assertThat(text.flags() & MessageLayout.FLAG_TIMESTAMP_DISABLED).isNotZero();
    assertThat(text.messageId()).isEqualTo("ID:rw-fedcba9876543210-0-9223372036854775807");
    assertThat(text.body().remaining()).isZero();

    MessageView object = view("element-object-null");
    assertThat(object.bodyType()).isEqualTo(BodyType.OBJECT);
    assertThat(object.hasNullBody()).isTrue();
  }

  @Test
  void readsBytesAndObjects() {
    MessageView view = view("element-bytes");
    assertThat(view.isPersistent()).isFalse();
    assertThat(view.headerField(MessageLayout.TAG_CORRELATION_BYTES))
        .isEqualTo(new byte[] {0, 1, -2, -1});
    assertThat(view.body()).isEqualTo(ByteBuffer.wrap(new byte[] {-8, -7, -6, -5, -4, -3, -2, -1}));

    MessageView object = view("element-object");
    assertThat(object.bodyType()).isEqualTo(BodyType.OBJECT);
    assertThat(object.body())
        .isEqualTo(ByteBuffer.wrap(new byte[] {-84, -19, 0, 5, 't', 0, 1, 'x'}));
  }

  @Test
  void readsMaps() {
    MessageView view = view("element-map");
    assertThat(view.bodyType()).isEqualTo(BodyType.MAP);
    ByteBuffer body = view.body();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int count = body.getInt(); count > 0; count--) {
      byte[] name = new byte[body.getShort()];
      body.get(name);
      values.put(new String(name, UTF_8), ValueCodec.read(body));
    }

    assertThat(body.hasRemaining()).isFalse();
    sameValues(values, GoldenElements.values());
  }

  @Test
  void readsStreams() {
    MessageView view = view("element-stream");
    assertThat(view.bodyType()).isEqualTo(BodyType.STREAM);
    ByteBuffer body = view.body();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String name : GoldenElements.values().keySet()) {
      values.put(name, ValueCodec.read(body));
    }

    assertThat(body.hasRemaining()).isFalse();
    sameValues(values, GoldenElements.values());
  }

  @Test
  void readsProperties() {
    MessageView view = view("element-properties");
    assertThat(view.propertyCount()).isEqualTo(11);

    sameValues(properties(view), GoldenElements.values());
    Map<String, @Nullable Object> looked = new LinkedHashMap<>();
    GoldenElements.values().keySet().forEach(n -> looked.put(n, view.property(bytes(n))));
    sameValues(looked, GoldenElements.values());
  }

  @Test
  void ignoresWhatALaterVersionAdds() {
    MessageView view = view("element-unknown-parts");

    assertThat(view.isPersistent()).isTrue();
    assertThat(view.headerText(MessageLayout.TAG_TYPE)).isEqualTo("new");
    assertThat(view.body()).isEqualTo(ByteBuffer.wrap(new byte[] {1}));
  }

  @ParameterizedTest
  @MethodSource("names")
  void refusesEveryDamage(String name) {
    byte[] element = HexVector.read(name);
    Mutations mutations =
        new Mutations(MalformedMessageException.class)
            .truncate(element, ElementVectorTest::readAll)
            .changeEachByte(element, ElementVectorTest::readAll);

    // no bytes are no elements, which is fine
    assertThat(mutations.taken()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsOrRefusesWhateverHasARightChecksum(String name) {
    byte[] element = HexVector.read(name);
    byte[] message = Arrays.copyOfRange(element, 8, element.length);
    Mutations mutations =
        new Mutations(MalformedMessageException.class)
            .truncate(message, bytes -> readAll(sealed(bytes)))
            .changeEachByte(message, bytes -> readAll(sealed(bytes)));

    assertThat(mutations.refused()).isPositive();
    assertThat(mutations.taken()).isPositive();
  }

  private static ByteBuffer sealed(ByteBuffer message) {
    CRC32C crc = new CRC32C();
    crc.update(message.duplicate());
    return ByteBuffer.allocate(8 + message.remaining())
        .putInt(message.remaining() + 4)
        .putInt((int) crc.getValue())
        .put(message)
        .flip();
  }

  /** Reads everything there is in every element. */
  private static void readAll(ByteBuffer elements) {
    ElementCursor cursor = new ElementCursor().over(elements);
    MessageView view = new MessageView();
    while (cursor.next()) {
      cursor.verify();
      view.at(elements, cursor.messageAt());
      BodyType type = view.bodyType();
      for (int tag = 0; tag < 6; tag++) {
        view.headerText(tag);
      }
      view.forEachProperty((key, value) -> {});
      view.property(bytes("bytes"));
      ByteBuffer body = view.body();
      if (type == BodyType.STREAM) {
        while (body.hasRemaining()) {
          ValueCodec.read(body);
        }
      }
    }
  }

  private static MessageView view(String name) {
    ByteBuffer element = ByteBuffer.wrap(HexVector.read(name));
    ElementCursor cursor = new ElementCursor().over(element);
    assertThat(cursor.next()).isTrue();
    cursor.verify();
    assertThat(cursor.elementAt()).isZero();
    assertThat(cursor.elementBytes()).isEqualTo(element.remaining());
    assertThat(cursor.messageBytes()).isEqualTo(element.remaining() - 8);
    MessageView view = new MessageView().at(cursor.message());
    assertThat(cursor.next()).isFalse();
    return view;
  }

  private static Map<String, @Nullable Object> properties(MessageView view) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    view.forEachProperty(properties::put);
    return properties;
  }

  private static void sameValues(
      Map<String, @Nullable Object> found, Map<String, @Nullable Object> expected) {
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach((name, value) -> assertThat(found.get(name)).as(name).isEqualTo(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
