// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol.message;

/**
 * Where things are in an element, version 1, big-endian:
 *
 * <pre>
 * element
 *   0  u32  length: bytes after this field, at least 70
 *   4  u32  CRC32C of the message
 *   8  message
 * message
 *   0  u8   version, 1
 *   1  u8   flags: 1 persistent, 2 id disabled, 4 timestamp disabled, 8 body is null,
 *           16 another part of the message follows, 32 not the first part of its message
 *   2  u8   priority, 0 to 9
 *   3  u8   body type, see {@link BodyType}
 *   4  i32  hash of JMSXGroupID, 0 = none
 *   8  i64  timestamp, ms since 1970, 0 = none
 *  16  i64  expiration, ms since 1970, 0 = never
 *  24  i64  delivery time, ms since 1970, 0 = at once
 *  32  u64  connection id  \ producer id
 *  40  u64  producer number /
 *  48  i64  sequence of the producer, from 1
 *  56  u32  offset of the properties, from the message's start
 *  60  u32  offset of the body, from the message's start
 *  64  header fields: u8 tag, u16 length, bytes
 *   …  properties: u16 count, then u16 length + UTF-8 name, u8 type, value
 *   …  body, up to the message's end
 * </pre>
 *
 * <p>Receivers skip header fields whose tag they do not know, and ignore flags they do not know.
 */
public final class MessageLayout {
  public static final int VERSION = 1;

  /** Element length and checksum. */
  public static final int ELEMENT_HEADER_BYTES = 8;

  /** The fixed part of a message. */
  public static final int FIXED_BYTES = 64;

  /** The smallest message: fixed part and an empty list of properties. */
  public static final int MIN_MESSAGE_BYTES = FIXED_BYTES + 2;

  /** The smallest element, its length field included. */
  public static final int MIN_ELEMENT_BYTES = ELEMENT_HEADER_BYTES + MIN_MESSAGE_BYTES;

  public static final int FLAG_PERSISTENT = 1;
  public static final int FLAG_ID_DISABLED = 2;
  public static final int FLAG_TIMESTAMP_DISABLED = 4;
  public static final int FLAG_NULL_BODY = 8;

  /** A part of a large message that is not the last: the next one has the next offset. */
  public static final int FLAG_CONTINUES = 16;

  /** A part of a large message that is not the first: no header fields, no properties. */
  public static final int FLAG_CONTINUATION = 32;

  /** The last one of its message group. */
  public static final int FLAG_CLOSES_GROUP = 64;

  public static final int TAG_CORRELATION_ID = 1;
  public static final int TAG_CORRELATION_BYTES = 2;
  public static final int TAG_TYPE = 3;
  public static final int TAG_REPLY_TO = 4;
  public static final int TAG_CLIENT_ID = 5;

  /** Of a large message's first part: i32 number of parts, at least 2, i64 bytes of the body. */
  public static final int TAG_PARTS = 6;

  /** Where the flags are in a message. */
  public static final int FLAGS_AT = 1;

  static final int VERSION_AT = 0;
  static final int PRIORITY_AT = 2;
  static final int BODY_TYPE_AT = 3;
  static final int GROUP_HASH_AT = 4;
  static final int TIMESTAMP_AT = 8;
  static final int EXPIRATION_AT = 16;
  static final int DELIVERY_TIME_AT = 24;
  static final int CONNECTION_ID_AT = 32;
  static final int PRODUCER_NUMBER_AT = 40;
  static final int SEQUENCE_AT = 48;
  static final int PROPERTIES_OFFSET_AT = 56;
  static final int BODY_OFFSET_AT = 60;

  private MessageLayout() {}

  /** The hash that routes a group: never 0, which means no group. */
  public static int groupHash(String groupId) {
    int hash = groupId.hashCode();
    return hash == 0 ? 1 : hash;
  }
}
