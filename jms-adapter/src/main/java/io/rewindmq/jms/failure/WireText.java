// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.failure;

import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.ProtocolLimits;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Names and selectors go to the broker as UTF-8 of a limited length. Java would write half a
 * character (an unpaired surrogate) as a question mark, which is another name; so it is refused.
 */
public final class WireText {
  private WireText() {}

  /**
   * Refuses a text that the broker would not get as it is.
   *
   * @param code what kind of error that is
   * @param what the text is, such as "a selector"
   * @param text null is fine
   */
  public static void check(ErrorCode code, String what, @Nullable String text) throws JMSException {
    String fault = fault(text);
    if (fault != null) {
      throw JmsErrors.of(code, what + fault);
    }
  }

  /** The same for a client identifier. */
  public static void checkClientId(@Nullable String clientId) throws InvalidClientIDException {
    String fault = fault(clientId);
    if (fault != null) {
      throw new InvalidClientIDException("a client id" + fault);
    }
  }

  /** Why the broker would not get a text as it is, as the end of a sentence; null if it would. */
  private static @Nullable String fault(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      int bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
      return bytes <= ProtocolLimits.STRING_BYTES_MAX
          ? null
          : " has at most " + ProtocolLimits.STRING_BYTES_MAX + " bytes of UTF-8, not " + bytes;
    } catch (CharacterCodingException e) {
      return " has no half characters (unpaired surrogates)";
    }
  }
}
