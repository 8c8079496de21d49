// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rewindmq.broker.message.MessageBody;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message's body; one of the four is there unless it is null.
 *
 * @param type {@code none}, {@code text}, {@code bytes}, {@code map}, {@code stream}, {@code
 *     object} or {@code unreadable}
 * @param base64 of bytes; of an object, its serialized form
 * @param bytes size of the whole body as it is stored
 * @param truncated what is shown is not all of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BodyRow(
    String type,
    @Nullable String text,
    @Nullable String base64,
    @Nullable Map<String, @Nullable Object> map,
    @Nullable List<@Nullable Object> stream,
    long bytes,
    boolean truncated) {
  static BodyRow of(MessageBody body) {
    String text = null;
    String base64 = null;
    Map<String, @Nullable Object> map = null;
    List<@Nullable Object> stream = null;
    switch (body.value()) {
      case null -> {}
      case String value -> text = value;
      case byte[] value -> base64 = Base64.getEncoder().encodeToString(value);
      case Map<?, ?> value -> {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        value.forEach((name, one) -> shown.put(name.toString(), TypedValues.toJson(one)));
        map = shown;
      }
      case List<?> value -> stream = TypedValues.toJson(value);
      default -> throw new IllegalArgumentException("no body: " + body.type());
    }
    return new BodyRow(body.type(), text, base64, map, stream, body.bytes(), body.isTruncated());
  }
}
