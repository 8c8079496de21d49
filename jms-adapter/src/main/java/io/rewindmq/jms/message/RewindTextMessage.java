// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.message;

import io.rewindmq.protocol.message.BodyType;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A text, or null, which differs from the empty text. Half a surrogate pair is sent as '?'. */
public final class RewindTextMessage extends RewindMessage implements TextMessage {
  private static final byte[] NO_BYTES = new byte[0];

  private @Nullable String text;

  /** A new message; its text is null. */
  public RewindTextMessage() {}

  public RewindTextMessage(@Nullable String text) {
    this.text = text;
  }

  RewindTextMessage(Received received) {
    super(received);
  }

  @Override
  public void setText(@Nullable String text) throws MessageNotWriteableException {
    checkBodyWriteable();
    this.text = text;
  }

  @Override
  public @Nullable String getText() {
    ByteBuffer encoded = encodedBody();
    if (encoded != null) {
      text = isEncodedBodyNull() ? null : BodyBytes.text(encoded);
      bodyDecoded();
    }
    return text;
  }

  @Override
  public <T> @Nullable T getBody(Class<T> type) throws MessageFormatException {
    return BodyBytes.as(type, isBodyAssignableTo(type), getText());
  }

  @Override
  @SuppressWarnings({"rawtypes", "unchecked"}) // as in the interface
  public boolean isBodyAssignableTo(Class type) {
    return getText() == null || type.isAssignableFrom(String.class);
  }

  @Override
  BodyType bodyType() {
    return BodyType.TEXT;
  }

  @Override
  void emptyBody() {
    text = null;
  }

  @Override
  boolean isNullBody() {
    return text == null;
  }

  @Override
  ByteBuffer decodedBytes() {
    return ByteBuffer.wrap(text == null ? NO_BYTES : text.getBytes(StandardCharsets.UTF_8));
  }
}
