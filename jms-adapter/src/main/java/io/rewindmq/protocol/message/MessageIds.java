// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JMSMessageID: derived from producer and sequence, never stored as text. {@code ID:rw-<connection
 * id, 16 hex digits>-<producer number>-<sequence>}, the last two decimal.
 */
public final class MessageIds {
  private static final String PREFIX = "ID:rw-";

  /** The bytes of a buffer that {@link #write} needs. */
  public static final int BYTES_MAX = PREFIX.length() + 16 + 1 + 20 + 1 + 20;

  private static final Pattern TEXT =
      Pattern.compile(PREFIX + "([0-9a-f]{16})-([0-9]{1,20})-([0-9]{1,20})");

  private MessageIds() {}

  /**
   * What a message id says.
   *
   * @param connectionId any number
   * @param producerNumber unsigned
   * @param sequence unsigned; the protocol uses 1 to 2^63 - 1
   */
  public record Origin(long connectionId, long producerNumber, long sequence) {}

  /** The id of a message. */
  public static String text(long connectionId, long producerNumber, long sequence) {
    return PREFIX
        + HexFormat.of().toHexDigits(connectionId)
        + "-"
        + Long.toUnsignedString(producerNumber)
        + "-"
        + Long.toUnsignedString(sequence);
  }

  /**
   * Writes the id of a message in ASCII from the buffer's start, without allocating; sets its
   * limit.
   */
  public static void write(ByteBuffer out, long connectionId, long producerNumber, long sequence) {
    out.clear();
    for (int i = 0; i < PREFIX.length(); i++) {
      out.put((byte) PREFIX.charAt(i));
    }
    for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
      out.put((byte) Character.forDigit((int) (connectionId >>> shift) & 0xF, 16));
    }
    writeDecimal(out.put((byte) '-'), producerNumber);
    writeDecimal(out.put((byte) '-'), sequence);
    out.flip();
  }

  private static void writeDecimal(ByteBuffer out, long unsigned) {
    int digits = 1;
    for (long rest = Long.divideUnsigned(unsigned, 10); rest != 0; rest /= 10) {
      digits++;
    }
    int end = out.position() + digits;
    long rest = unsigned;
    for (int at = end - 1; at >= end - digits; at--) {
      out.put(at, (byte) ('0' + Long.remainderUnsigned(rest, 10)));
      rest = Long.divideUnsigned(rest, 10);
    }
    out.position(end);
  }

  /** Reads an id back; nothing when {@link #text} does not write such a text. */
  public static Optional<Origin> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      Origin origin =
          new Origin(
              HexFormat.fromHexDigitsToLong(matcher.group(1)),
              Long.parseUnsignedLong(matcher.group(2)),
              Long.parseUnsignedLong(matcher.group(3)));
      boolean isCanonical =
          text(origin.connectionId, origin.producerNumber, origin.sequence).equals(text);
      return isCanonical ? Optional.of(origin) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty(); // 20 digits that are no 64-bit number
    }
  }
}
