// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
  private static final int MEBIBYTE = 1 << 20;

  private final MessageWriter writer = new MessageWriter(MEBIBYTE);

  @Test
  void growsUpToItsLimitAndNoFurther() {
    int bodyBytesMax = MEBIBYTE - MessageLayout.MIN_ELEMENT_BYTES;
    body().bytes(new byte[bodyBytesMax], 0, bodyBytesMax);
    assertThat(writer.finish().remaining()).isEqualTo(MEBIBYTE);

    tooLarge(
        () -> body().bytes(new byte[bodyBytesMax + 1], 0, bodyBytesMax + 1),
        "the message needs at least 1048577 bytes; the broker takes at most 1048576");
    tooLarge(() -> body().bytes(ByteBuffer.allocate(MEBIBYTE)), "the broker takes at most");
    tooLarge(() -> body().text32("x".repeat(MEBIBYTE)), "the broker takes at most");
    tooLarge(() -> body().text32("€".repeat(MEBIBYTE / 2)), "the broker takes at most");
    tooLarge(() -> ValueCodec.write("x".repeat(MEBIBYTE), body()), "the broker takes at most");
    tooLarge(() -> new MessageWriter(71).begin(0, 4, BodyType.NONE, 0, 0, 0, 0), "at least 72");
    tooLarge(
        () -> new MessageWriter(73).begin(0, 4, BodyType.NONE, 0, 0, 0, 0).beginProperties(),
        "at least 74");
  }

  @Test
  void aBodyMayHaveALimitOfItsOwn() {
    begin().beginProperties().beginBody(3).bytes(new byte[3], 0, 3);
    assertThat(writer.finish().remaining()).isEqualTo(MessageLayout.MIN_ELEMENT_BYTES + 3);
    tooLarge(() -> begin().beginProperties().beginBody(3).i32(1), "at least 78 bytes");
    body().i32(1); // the next message has none
  }

  @Test
  void takesOverPropertiesAsTheyAreEncoded() {
    begin().beginProperties().property("a", 1).property("b", "two").beginBody();
    byte[] expected = copy(writer.finish());
    MessageView view = new MessageView().at(ByteBuffer.wrap(expected), 8);
    begin().beginProperties().properties(view.propertyCount(), view.encodedProperties());
    writer.beginBody();

    assertThat(copy(writer.finish())).isEqualTo(expected);
  }

  @Test
  void valuesCanBeHadWithoutAMessage() {
    MessageWriter values = new MessageWriter(MEBIBYTE);
    ValueCodec.write("text", values);
    ValueCodec.write(7, values);
    ByteBuffer written = values.values();
    assertThat(ValueCodec.read(written)).isEqualTo("text");
    assertThat(ValueCodec.read(written)).isEqualTo(7);
    assertThat(written.hasRemaining()).isFalse();
  }

  @Test
  void isUsableAfterAMessageThatWasTooLarge() {
    body().u8(1);
    byte[] expected = copy(writer.finish());
    tooLarge(() -> body().bytes(new byte[MEBIBYTE], 0, MEBIBYTE), "at most");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> begin().beginProperties().property("p", new Object()))
        .withMessage("not a value type: java.lang.Object");
    body().u8(1);

    assertThat(copy(writer.finish())).isEqualTo(expected);
  }

  @Test
  void keepsWhatItWroteWhenItGrows() {
    body();
    for (int i = 0; i < 100_000; i++) {
      writer.i32(i);
    }
    ByteBuffer element = writer.finish();
    ElementCursor cursor = new ElementCursor().over(element);
    assertThat(cursor.next()).isTrue();
    cursor.verify();
    ByteBuffer body = new MessageView().at(cursor.message()).body();
    for (int i = 0; i < 100_000; i++) {
      assertThat(body.getInt()).isEqualTo(i);
    }
  }

  @Test
  void refusesNamesAndHeaderFieldsOverSixteenBits() {
    String longest = "n".repeat(0xFFFF);
    begin().headerField(MessageLayout.TAG_TYPE, longest);
    writer.beginProperties().property(longest, 1).beginBody();
    ElementCursor cursor = new ElementCursor().over(writer.finish());
    assertThat(cursor.next()).isTrue();
    cursor.verify();
    MessageView view = new MessageView().at(cursor.message());
    assertThat(view.headerText(MessageLayout.TAG_TYPE)).isEqualTo(longest);
    assertThat(view.propertyCount()).isEqualTo(1);

    String more = longest + "n";
    String wide = "€".repeat(0xFFFF / 2);
    String limit = "at most 65535 are allowed";
    tooLarge(() -> begin().headerField(MessageLayout.TAG_TYPE, more), limit);
    tooLarge(() -> begin().headerField(MessageLayout.TAG_TYPE, wide), limit);
    tooLarge(() -> begin().headerField(MessageLayout.TAG_TYPE, new byte[0x10000]), limit);
    tooLarge(() -> begin().replyTo(1, longest), limit);
    tooLarge(() -> begin().beginProperties().property(more, 1), limit);
    tooLarge(() -> begin().beginProperties().property(wide, 1), limit);
  }

  @Test
  void countsPropertiesInSixteenBits() {
    begin().beginProperties();
    for (int i = 0; i < 0xFFFF; i++) {
      writer.property("", null);
    }
    tooLarge(() -> writer.property("", null), "at most 65535 properties");
    writer.beginBody();
    ElementCursor cursor = new ElementCursor().over(writer.finish());
    assertThat(cursor.next()).isTrue();
    cursor.verify();
    assertThat(new MessageView().at(cursor.message()).propertyCount()).isEqualTo(0xFFFF);
  }

  @Test
  void groupHashIsNeverZero() {
    assertThat(MessageLayout.groupHash("")).isEqualTo(1);
    assertThat(MessageLayout.groupHash("a")).isEqualTo("a".hashCode());
  }

  private MessageWriter begin() {
    return writer.begin(0, 4, BodyType.BYTES, 0, 0, 0, 0).origin(1, 1, 1);
  }

  private MessageWriter body() {
    return begin().beginProperties().beginBody();
  }

  private static byte[] copy(ByteBuffer element) {
    byte[] bytes = new byte[element.remaining()];
    element.get(bytes);
    return bytes;
  }

  private static void tooLarge(ThrowingCallable call, String text) {
    assertThatExceptionOfType(MessageTooLargeException.class)
        .isThrownBy(call)
        .withMessageContaining(text);
  }
}
