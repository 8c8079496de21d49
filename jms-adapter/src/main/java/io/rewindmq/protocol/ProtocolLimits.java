// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

/** The versions and bounds of the protocol, and the sizes that both sides use unless told. */
public final class ProtocolLimits {
  /** The oldest version this code speaks. */
  public static final int VERSION_MIN = 1;

  /** The newest version this code speaks. */
  public static final int VERSION_MAX = 1;

  /** Largest message (without its element's length and checksum) unless configured. */
  public static final int DEFAULT_MESSAGE_BYTES_MAX = 16 << 20;

  /** By how much the largest frame must exceed the largest message. */
  public static final int FRAME_OVERHEAD_BYTES = 64 * 1024;

  /** Largest frame (without its length field) unless configured. */
  public static final int DEFAULT_FRAME_BYTES_MAX =
      DEFAULT_MESSAGE_BYTES_MAX + FRAME_OVERHEAD_BYTES;

  /** Largest frame (without its length field) that a broker takes before its WELCOME. */
  public static final int HELLO_FRAME_BYTES_MAX = 64 * 1024;

  /** Largest channel, and with it the most sessions of a connection. */
  public static final int CHANNEL_MAX = 0xFFFF;

  /** Longest string in a frame, in bytes of UTF-8. */
  public static final int STRING_BYTES_MAX = 0xFFFE;

  /** A longer text of FAILURE, ERROR and SEND_REJECTED is cut by its sender, in UTF-16 units. */
  public static final int ERROR_TEXT_LENGTH_MAX = 4096;

  /** Most options in a HELLO. */
  public static final int HELLO_OPTIONS_MAX = 256;

  /** Most entries in a frame, and most ranges in an entry. */
  public static final int ENTRIES_MAX = 0xFFFF;

  /** The largest acknowledge mode, JMS's DUPS_OK_ACKNOWLEDGE; the smallest is 0, transacted. */
  public static final int ACKNOWLEDGE_MODE_MAX = 3;

  private ProtocolLimits() {}
}
