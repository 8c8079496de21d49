// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.ElementCursor;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageTooLargeException;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.protocol.message.MessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitterTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final SizeLimits LIMITS = new SizeLimits(16 * MEBIBYTE, 1L << 30);
  private static final int FLAGS = MessageLayout.FLAG_PERSISTENT | MessageLayout.FLAG_CLOSES_GROUP;

  private static byte[] random(int bytes) {
    byte[] body = new byte[bytes];
    new Random(bytes).nextBytes(body);
    return body;
  }

  /** A message without its body; of the sequence of a first attempt. */
  private static ByteBuffer head(int propertyBytes) {
    ByteBuffer element =
        new MessageWriter(32 * MEBIBYTE)
            .begin(FLAGS, 7, BodyType.BYTES, 99, 1_000, 2_000, 3_000)
            .origin(11, 12, 5)
            .headerField(MessageLayout.TAG_TYPE, "type")
            .beginProperties()
            .property("a", "x".repeat(propertyBytes))
            .property("b", null)
            .beginBody()
            .finish();
    return element.slice(8, element.limit() - 8);
  }

  private static List<ByteBuffer> messages(Splitter splitter, long firstSequence) {
    List<ByteBuffer> messages = new ArrayList<>();
    for (int part = 0; part < splitter.parts(); part++) {
      ByteBuffer element = splitter.element(part, firstSequence);
      assertThat(splitter.elementBytes(part)).isEqualTo(element.remaining());
      ByteBuffer copy = ByteBuffer.allocate(element.remaining()).put(element).flip();
      ElementCursor cursor = new ElementCursor().over(copy);
      assertThat(cursor.next()).isTrue();
      cursor.verify();
      messages.add(cursor.message());
      assertThat(cursor.next()).isFalse();
    }
    return messages;
  }

  private static ByteBuffer assembled(List<ByteBuffer> messages) {
    Assembler assembler = new Assembler();
    ByteBuffer whole = null;
    for (ByteBuffer message : messages) {
      assertThat(whole).isNull();
      whole = assembler.add(message);
    }
    return Objects.requireNonNull(whole);
  }

  @Test
  void theFirstPartHasEverythingButTheRestOfTheBody() {
    byte[] body = random(3 * MEBIBYTE);
    Splitter splitter = new Splitter(head(10), ByteBuffer.wrap(body), LIMITS);

    MessageView first = new MessageView().at(messages(splitter, 42).get(0));

    assertThat(first.isPart()).isTrue();
    assertThat(first.continues()).isTrue();
    assertThat(first.isContinuation()).isFalse();
    assertThat(first.isPersistent()).isTrue();
    assertThat(first.sequence()).isEqualTo(42);
    assertThat(first.headerText(MessageLayout.TAG_TYPE)).isEqualTo("type");
    assertThat(first.propertyCount()).isEqualTo(2);
    List<@Nullable Object> properties = new ArrayList<>();
    first.forEachProperty((name, value) -> properties.add(value));
    assertThat(properties).containsExactly("x".repeat(10), null);
    assertThat(first.body()).isEqualTo(ByteBuffer.wrap(body, 0, first.body().remaining()));
    assertThat(ByteBuffer.wrap(first.headerField(MessageLayout.TAG_PARTS)))
        .isEqualTo(ByteBuffer.allocate(12).putInt(7).putLong(body.length).flip());
  }

  @Test
  void theOthersHaveNothingButTheBodyAndTheSameFixedFields() {
    Splitter splitter = new Splitter(head(10), ByteBuffer.wrap(random(3 * MEBIBYTE)), LIMITS);
    List<ByteBuffer> messages = messages(splitter, 42);

    for (int i = 1; i < messages.size(); i++) {
      MessageView part = new MessageView().at(messages.get(i));
      assertThat(part.isContinuation()).isTrue();
      assertThat(part.continues()).isEqualTo(i < messages.size() - 1);
      assertThat(part.sequence()).isEqualTo(42 + i);
      assertThat(part.headerFields().hasRemaining()).isFalse();
      assertThat(part.propertyCount()).isZero();
      assertThat(part.priority()).isEqualTo(7);
      assertThat(part.bodyType()).isEqualTo(BodyType.BYTES);
      assertThat(part.groupHash()).isEqualTo(99);
      assertThat(part.timestamp()).isEqualTo(1_000);
      assertThat(part.expiration()).isEqualTo(2_000);
      assertThat(part.deliveryTime()).isEqualTo(3_000);
      assertThat(part.connectionId()).isEqualTo(11);
      assertThat(part.producerNumber()).isEqualTo(12);
    }
  }

  @Test
  void allPartsHaveTheFlagsOfTheMessage() {
    Splitter splitter = new Splitter(head(10), ByteBuffer.wrap(random(3 * MEBIBYTE)), LIMITS);
    assertThat(messages(splitter, 1))
        .allSatisfy(
            message -> assertThat(new MessageView().at(message).flags() & FLAGS).isEqualTo(FLAGS));
  }

  @ParameterizedTest
  @CsvSource({
    // bytes of the body, of a property, largest message
    "1048577, 0, 16777216",
    "524000, 0, 600", // a broker that takes only small ones
    "1048576, 600000, 16777216", // properties longer than a part
    "1048575, 524138, 16777216", // properties that leave the first part no room
    "2097152, 524137, 16777216",
    "1500000, 1000000, 1048576",
    "1000, 0, 400"
  })
  void thePartsMakeTheSameMessageAgain(int bodyBytes, int propertyBytes, int messageBytesMax) {
    byte[] body = random(bodyBytes);
    ByteBuffer head = head(propertyBytes);
    SizeLimits limits = new SizeLimits(messageBytesMax, 1L << 30);
    Splitter splitter = new Splitter(head, ByteBuffer.wrap(body), limits);
    List<ByteBuffer> messages = messages(splitter, 5);

    assertThat(messages).hasSizeGreaterThan(1);
    assertThat(messages)
        .allSatisfy(
            message -> assertThat(message.remaining()).isLessThanOrEqualTo(messageBytesMax));
    long bytes = messages.stream().mapToLong(message -> message.remaining() + 8L).sum();
    assertThat(splitter.elementBytes()).isEqualTo(bytes);
    ByteBuffer whole = assembled(messages);
    MessageView view = new MessageView().at(whole);
    assertThat(view.body()).isEqualTo(ByteBuffer.wrap(body));
    assertThat(view.isPart()).isFalse();
    assertThat(view.encodedProperties()).isEqualTo(new MessageView().at(head).encodedProperties());
    assertThat(view.sequence()).isEqualTo(5);
  }

  @Test
  void theBodyIsReadWhereItLies() {
    byte[] body = random(2 * MEBIBYTE);
    Splitter splitter = new Splitter(head(0), ByteBuffer.wrap(body, 0, 1_100_000), LIMITS);
    body[1_099_999] = 77;

    ByteBuffer last = splitter.element(splitter.parts() - 1, 1);

    assertThat(last.get(last.limit() - 1)).isEqualTo((byte) 77);
  }

  @Test
  void aMessageBeyondTheLimitIsRefusedWithSizeLimitAndKey() {
    int body = 3 * MEBIBYTE;
    long bytes = new Splitter(head(0), ByteBuffer.allocate(body), LIMITS).elementBytes();
    SizeLimits exact = new SizeLimits(MEBIBYTE, bytes);
    assertThat(new Splitter(head(0), ByteBuffer.allocate(body), exact).parts()).isEqualTo(7);

    SizeLimits tooLow = new SizeLimits(MEBIBYTE, bytes - 1);
    assertThatThrownBy(() -> new Splitter(head(0), ByteBuffer.allocate(body), tooLow))
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessageContaining("has " + bytes + " bytes")
        .hasMessageContaining("at most " + (bytes - 1))
        .hasMessageContaining("rewind.large-message-bytes-max");
  }

  @Test
  void headerAndPropertiesMustFitIntoOnePart() {
    SizeLimits limits = new SizeLimits(1000, 1L << 30);
    assertThatThrownBy(() -> new Splitter(head(1000), ByteBuffer.allocate(10), limits))
        .isInstanceOf(MessageTooLargeException.class)
        .hasMessageContaining("at most 1000")
        .hasMessageContaining("rewind.message-bytes-max");
  }

  @Test
  void canBePlannedAgainForOtherLimits() {
    Splitter splitter = new Splitter(head(0), ByteBuffer.wrap(random(5_000)), LIMITS);
    assertThat(splitter.within(LIMITS)).isSameAs(splitter);

    Splitter smaller = splitter.within(new SizeLimits(1_000, 100_000));
    assertThat(smaller.parts()).isGreaterThan(5);
    assertThat(new MessageView().at(assembled(messages(smaller, 9))).body())
        .isEqualTo(ByteBuffer.wrap(random(5_000)));
  }
}
