// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageIds;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageWriter;
import io.rewindmq.selector.SelectorException;
import io.rewindmq.shard.MessageFilter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Selectors over messages as they lie on the disk. */
class SelectorFilterTest {
  private static final long CONNECTION = 0xABCDEF0123456789L;

  private int flags = MessageLayout.FLAG_PERSISTENT;
  private int priority = 4;
  private long timestamp = 1_700_000_000_000L;
  private @Nullable String correlation;
  private byte @Nullable [] correlationBytes;
  private @Nullable String type;
  private final Map<String, @Nullable Object> properties = new LinkedHashMap<>();

  @Test
  void propertiesOfEveryType() throws SelectorException {
    properties.put("b", (byte) -5);
    properties.put("s", (short) 300);
    properties.put("i", 70_000);
    properties.put("l", Long.MIN_VALUE);
    properties.put("f", 0.5f);
    properties.put("d", 2.25);
    properties.put("t", true);
    properties.put("text", "größer");
    properties.put("none", null);
    properties.put("größe", 1);

    assertMatches("b = -5 AND s = 300 AND i = 70000 AND l = -9223372036854775808");
    assertMatches("f = 0.5 AND d = 2.25 AND t AND text = 'größer' AND größe = 1");
    assertMatches("text LIKE 'gr_ßer' AND text IN ('kleiner', 'größer')");
    assertMatches("none IS NULL AND missing IS NULL");
    assertMatches("d - f = 1.75 AND i BETWEEN s AND 100000");
    assertDiffers("text = 'grösser'");
    assertDiffers("T");
    assertDiffers("missing = 1 OR none = 1");
  }

  @Test
  void namesOfTheSameLengthAndEnd() throws SelectorException {
    properties.put("abc", 1);
    properties.put("xbc", 2);
    properties.put("n".repeat(33), 3);
    properties.put("n", 4);

    assertMatches("abc = 1 AND xbc = 2");
    assertMatches("n = 4 AND " + "n".repeat(33) + " = 3 AND ybc IS NULL");
  }

  @Test
  void headerFields() throws SelectorException {
    type = "car";
    correlation = "c-1";
    priority = 7;
    assertMatches("JMSType = 'car' AND JMSCorrelationID = 'c-1' AND JMSPriority = 7");
    assertMatches("JMSTimestamp = 1700000000000 AND JMSDeliveryMode = 'PERSISTENT'");
    assertDiffers("JMSDeliveryMode = 'NON_PERSISTENT'");
    flags = 0;
    assertMatches("JMSDeliveryMode = 'NON_PERSISTENT'");
  }

  @Test
  void headerFieldsThatAreAbsent() throws SelectorException {
    assertMatches("JMSType IS NULL AND JMSCorrelationID IS NULL");
    assertDiffers("JMSType = '' OR JMSType <> ''");
    type = "";
    assertMatches("JMSType = '' AND JMSType IS NOT NULL");
  }

  @Test
  void correlationIdOfBytesIsReadAsText() throws SelectorException {
    correlationBytes = "bytes".getBytes(StandardCharsets.UTF_8);
    assertMatches("JMSCorrelationID = 'bytes'");
  }

  @Test
  void messageIdIsDerived() throws SelectorException {
    String id = MessageIds.text(CONNECTION, 3, 12_345);
    assertMatches("JMSMessageID = '" + id + "'");
    assertMatches("JMSMessageID LIKE 'ID:rw-abcdef0123456789-3-%'");
    assertDiffers("JMSMessageID = '" + id + "6'");
  }

  @Test
  void whatTheSenderDisabledIsNotThere() throws SelectorException {
    flags |= MessageLayout.FLAG_ID_DISABLED | MessageLayout.FLAG_TIMESTAMP_DISABLED;
    assertMatches("JMSMessageID IS NULL AND JMSTimestamp = 0");
  }

  @Test
  void deliveryCountIsTheGroups() throws SelectorException {
    MessageFilter filter = SelectorCompiler.standard().compile("JMSXDeliveryCount > 1");
    ByteBuffer message = message();
    assertThat(filter.accepts(message, 8, message.limit() - 8, 1)).isFalse();
    assertThat(filter.accepts(message, 8, message.limit() - 8, 2)).isTrue();
  }

  @Test
  void propertiesOfJms() throws SelectorException {
    properties.put("JMSXGroupID", "g");
    properties.put("JMSXGroupSeq", 2);
    properties.put("JMS_Vendor", "v");
    assertMatches("JMSXGroupID = 'g' AND JMSXGroupSeq = 2 AND JMS_Vendor = 'v'");
    assertMatches("JMSXProducerTXID IS NULL AND JMSXState IS NULL");
  }

  @Test
  void aFilterLooksAtManyMessages() throws SelectorException {
    MessageFilter filter = SelectorCompiler.standard().compile("color = 'red' AND weight > 5");
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      properties.clear();
      String color = random.nextBoolean() ? "red" : random.nextBoolean() ? "rot" : null;
      int weight = random.nextInt(10);
      if (random.nextBoolean()) {
        properties.put("x" + random.nextInt(50), "filler");
      }
      if (color != null) {
        properties.put("color", color);
      }
      properties.put("weight", weight);
      ByteBuffer message = message();
      boolean accepted = filter.accepts(message, 8, message.limit() - 8, 1);
      assertThat(accepted).isEqualTo("red".equals(color) && weight > 5);
    }
  }

  @Test
  void damagedMessagesMatchNothingAndStopNobody() throws SelectorException {
    properties.put("color", "red");
    MessageFilter filter = SelectorCompiler.standard().compile("other IS NULL");
    ByteBuffer message = message();
    int valueTypeAt = message.limit() - 8;
    message.put(valueTypeAt, (byte) 77);
    assertThat(filter.accepts(message, 8, message.limit() - 8, 1)).isFalse();
  }

  private void assertMatches(String selector) throws SelectorException {
    assertThat(matches(selector)).as(selector).isTrue();
  }

  private void assertDiffers(String selector) throws SelectorException {
    assertThat(matches(selector)).as(selector).isFalse();
  }

  /** In the middle of other bytes, as messages lie. */
  private boolean matches(String selector) throws SelectorException {
    ByteBuffer element = message();
    int at = 13;
    ByteBuffer messages =
        ByteBuffer.allocate(at + element.limit() + 9).put(at, element, 0, element.limit());
    return SelectorCompiler.standard()
        .compile(selector)
        .accepts(messages, at + 8, element.limit() - 8, 1);
  }

  /** One element. */
  private ByteBuffer message() {
    MessageWriter writer = new MessageWriter(1 << 20);
    writer
        .begin(flags, priority, BodyType.TEXT, 0, timestamp, 0, 0)
        .origin(CONNECTION, 3, 12_345)
        .headerField(MessageLayout.TAG_CORRELATION_ID, correlation)
        .headerField(MessageLayout.TAG_TYPE, type);
    if (correlationBytes != null) {
      writer.headerField(MessageLayout.TAG_CORRELATION_BYTES, correlationBytes);
    }
    writer.beginProperties();
    properties.forEach(writer::property);
    ByteBuffer finished = writer.beginBody().finish();
    return ByteBuffer.allocate(finished.remaining()).put(finished).flip();
  }
}
