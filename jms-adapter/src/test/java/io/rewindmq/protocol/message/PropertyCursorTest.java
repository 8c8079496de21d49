// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PropertyCursorTest {
  private static final int MESSAGE_AT = 21;

  @Test
  void findsEveryPropertyWhereTheViewReadsIt() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("none", null);
    properties.put("flag", true);
    properties.put("byte", (byte) 1);
    properties.put("short", (short) 2);
    properties.put("char", 'c');
    properties.put("int", 3);
    properties.put("long", 4L);
    properties.put("float", 5f);
    properties.put("double", 6d);
    properties.put("größe", "naïve");
    properties.put("bytes", new byte[] {7, 8});
    properties.put("empty", "");
    ByteBuffer buffer = message(properties);

    PropertyCursor cursor = new PropertyCursor().over(buffer, MESSAGE_AT);
    List<String> names = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    while (cursor.next()) {
      String name = text(buffer, cursor.nameAt(), cursor.nameEnd());
      names.add(name);
      types.add(cursor.type());
      int valueBytes = cursor.valueEnd() - cursor.valueAt();
      switch (cursor.type()) {
        case ValueCodec.STRING ->
            assertThat(text(buffer, cursor.valueAt(), cursor.valueEnd()))
                .isEqualTo(properties.get(name));
        case ValueCodec.LONG -> assertThat(buffer.getLong(cursor.valueAt())).isEqualTo(4);
        case ValueCodec.DOUBLE -> assertThat(buffer.getDouble(cursor.valueAt())).isEqualTo(6);
        case ValueCodec.BYTES -> assertThat(valueBytes).isEqualTo(2);
        case ValueCodec.NULL -> assertThat(valueBytes).isZero();
        default -> assertThat(valueBytes).isBetween(1, 4);
      }
    }
    assertThat(names).containsExactlyElementsOf(properties.keySet());
    assertThat(types).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9);
    assertThat(cursor.next()).isFalse();
    assertThat(buffer.position()).isZero();
  }

  @Test
  void noProperties() {
    assertThat(new PropertyCursor().over(message(Map.of()), MESSAGE_AT).next()).isFalse();
  }

  @Test
  void damageGivesATypedErrorOrEnds() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("a", "text");
    properties.put("b", 1L);
    byte[] good = message(properties).array();
    int from = MESSAGE_AT + MessageLayout.FIXED_BYTES + 2;
    for (int at = from; at < good.length; at++) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << bit);
        PropertyCursor cursor = new PropertyCursor().over(ByteBuffer.wrap(bad), MESSAGE_AT);
        try {
          while (cursor.next()) {
            assertThat(cursor.valueEnd()).isLessThanOrEqualTo(bad.length);
          }
        } catch (MalformedMessageException e) {
          assertThat(e).hasMessageContaining("expected");
        }
      }
    }
    byte[] cut = good.clone();
    Arrays.fill(cut, from, from + 2, (byte) 0xFF);
    assertThatThrownBy(() -> new PropertyCursor().over(ByteBuffer.wrap(cut), MESSAGE_AT).next())
        .isInstanceOf(MalformedMessageException.class);
  }

  private static ByteBuffer message(Map<String, @Nullable Object> properties) {
    MessageWriter writer = new MessageWriter(1 << 16);
    writer.begin(0, 4, BodyType.NONE, 0, 0, 0, 0).origin(1, 2, 3).beginProperties();
    properties.forEach(writer::property);
    ByteBuffer element = writer.beginBody().finish();
    int bytes = element.remaining() - MessageLayout.ELEMENT_HEADER_BYTES;
    return ByteBuffer.allocate(MESSAGE_AT + bytes)
        .put(MESSAGE_AT, element, element.position() + MessageLayout.ELEMENT_HEADER_BYTES, bytes);
  }

  private static String text(ByteBuffer buffer, int from, int end) {
    return StandardCharsets.UTF_8.decode(buffer.slice(from, end - from)).toString();
  }
}
