// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How the golden vectors of elements are written, by file name. */
final class GoldenElements {
  static final long CONNECTION = 0x0123456789abcdefL;
  static final long TIME = 1_790_000_000_000L;

  private GoldenElements() {}

  static Map<String, Consumer<MessageWriter>> all() {
    Map<String, Consumer<MessageWriter>> elements = new LinkedHashMap<>();
    elements.put("element-none", out -> plain(out, 0, 0, BodyType.NONE, 0, 1));
    elements.put("element-text", GoldenElements::text);
    elements.put(
        "element-text-null",
        out ->
            out.begin(1 | 2 | 4 | 8, 4, BodyType.TEXT, 0, TIME, 0, 0)
                .origin(0xfedcba9876543210L, 0, Long.MAX_VALUE)
                .beginProperties()
                .beginBody());
    elements.put("element-bytes", GoldenElements::bytes);
    elements.put("element-map", GoldenElements::map);
    elements.put("element-stream", GoldenElements::stream);
    elements.put(
        "element-object",
        out ->
            plain(out, 1, 4, BodyType.OBJECT, 1, 5)
                .bytes(new byte[] {-84, -19, 0, 5, 't', 0, 1, 'x'}, 0, 8));
    elements.put("element-object-null", out -> plain(out, 1 | 8, 4, BodyType.OBJECT, 1, 6));
    elements.put("element-properties", GoldenElements::properties);
    elements.put(
        "element-unknown-parts",
        out ->
            out.begin(1 | 64, 4, BodyType.BYTES, 0, 1, 0, 0)
                .origin(CONNECTION, 1, 8)
                .headerField(99, "later")
                .headerField(MessageLayout.TAG_TYPE, "new")
                .beginProperties()
                .beginBody()
                .u8(1));
    return elements;
  }

  /** A value of every type, in the order of their numbers. */
  static Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("nothing", null);
    values.put("yes", true);
    values.put("byte", (byte) -2);
    values.put("short", Short.MIN_VALUE);
    values.put("char", '€');
    values.put("int", -5);
    values.put("long", 1L << 40);
    values.put("float", 1.5f);
    values.put("double", -2.0);
    values.put("string", "grün");
    values.put("bytes", new byte[] {0, -1, 127});
    return values;
  }

  /** Nothing but the fixed part; what is written next is the body. */
  static MessageWriter plain(
      MessageWriter out, int flags, int priority, BodyType body, long timestamp, long sequence) {
    return out.begin(flags, priority, body, 0, timestamp, 0, 0)
        .origin(CONNECTION, 1, sequence)
        .beginProperties()
        .beginBody();
  }

  private static void text(MessageWriter out) {
    int hash = MessageLayout.groupHash("customer-1");
    out.begin(1, 9, BodyType.TEXT, hash, TIME, TIME + 60_000, TIME + 5_000);
    out.origin(CONNECTION, 2, 42);
    out.headerField(MessageLayout.TAG_CORRELATION_ID, "c-4711");
    out.headerField(MessageLayout.TAG_CORRELATION_BYTES, (String) null);
    out.headerField(MessageLayout.TAG_TYPE, "invoice");
    out.replyTo(3, "tmp/1");
    out.headerField(MessageLayout.TAG_CLIENT_ID, "billing");
    out.beginProperties();
    out.property("JMSXGroupID", "customer-1").property("JMSXGroupSeq", 3).property("größe", 12L);
    out.beginBody();
    byte[] body = "naïve €".getBytes(UTF_8);
    out.bytes(body, 0, body.length);
  }

  private static void bytes(MessageWriter out) {
    out.begin(0, 4, BodyType.BYTES, 0, 1, 0, 0).origin(CONNECTION, 1, 2);
    out.headerField(MessageLayout.TAG_CORRELATION_BYTES, new byte[] {0, 1, -2, -1});
    out.beginProperties().beginBody();
    for (int value = 0xF8; value <= 0xFF; value++) {
      out.u8(value);
    }
  }

  private static void map(MessageWriter out) {
    plain(out, 1, 4, BodyType.MAP, 1, 3).i32(values().size());
    values()
        .forEach(
            (name, value) -> {
              out.text16(name);
              ValueCodec.write(value, out);
            });
  }

  private static void stream(MessageWriter out) {
    plain(out, 1, 4, BodyType.STREAM, 1, 4);
    values().values().forEach(value -> ValueCodec.write(value, out));
  }

  private static void properties(MessageWriter out) {
    out.begin(1, 4, BodyType.NONE, 0, 1, 0, 0).origin(CONNECTION, 1, 7).beginProperties();
    values().forEach(out::property);
    out.beginBody();
  }
}
