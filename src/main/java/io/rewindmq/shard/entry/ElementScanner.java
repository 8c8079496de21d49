// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.platform.fault.InvariantError;
import java.nio.ByteBuffer;

/**
 * Finds its way through encoded messages without looking into properties and bodies.
 *
 * <pre>
 * element: u32 length of what follows (at least 68) | u32 checksum | message
 * message: u8 version | u8 flags (1 persistent, 16 continues, 32 continuation, 64 closes its group) | u8 priority | …
 *          | 4 i32 hash of the message group, 0 = none | … | 16 i64 expiration | 24 i64 deliveryTime | … | 56 u32 offset of the properties | …
 *          | 64 fields { u8 tag, u16 length, bytes }; tag 6: i32 parts of the message | …
 * </pre>
 */
public final class ElementScanner {
  private static final int LENGTH_BYTES = 4;
  private static final int MESSAGE = 8;
  private static final int LENGTH_MIN = 68;
  private static final int FLAGS = MESSAGE + 1;
  private static final int PRIORITY = MESSAGE + 2;
  private static final int GROUP_HASH = MESSAGE + 4;
  private static final int EXPIRATION = MESSAGE + 16;
  private static final int DELIVERY_TIME = MESSAGE + 24;
  private static final int PERSISTENT = 1;
  private static final int CONTINUES = 16;
  private static final int CONTINUATION = 32;
  private static final int CLOSES_GROUP = 64;
  private static final int PART = CONTINUES | CONTINUATION;
  private static final int PROPERTIES_OFFSET = MESSAGE + 56;
  private static final int FIELDS = MESSAGE + 64;
  private static final int FIELD_HEADER_BYTES = 3;
  private static final int PARTS_TAG = 6;
  private static final int PARTS_BYTES = 12;
  private static final int PRIORITY_MAX = 9;

  private ElementScanner() {}

  /** Bytes of the element at an index of the buffer, its length field included. */
  public static int bytesAt(ByteBuffer elements, int index) {
    return LENGTH_BYTES + elements.getInt(index);
  }

  /** When the message of the element at an index of the buffer expires; 0 = never. */
  public static long expirationAt(ByteBuffer elements, int index) {
    return elements.getLong(index + EXPIRATION);
  }

  /** Whether the message of the element at an index of the buffer has expired. */
  public static boolean isExpiredAt(ByteBuffer elements, int index, long now) {
    long expiration = expirationAt(elements, index);
    return expiration != 0 && expiration <= now;
  }

  /** Whether the element at an index of the buffer is a part of a large message. */
  public static boolean isPartAt(ByteBuffer elements, int index) {
    return (elements.get(index + FLAGS) & PART) != 0;
  }

  /** Whether the element's message began with an element before it. */
  public static boolean isContinuationAt(ByteBuffer elements, int index) {
    return (elements.get(index + FLAGS) & CONTINUATION) != 0;
  }

  /** Hash of the message group of the element at an index of the buffer; 0 = none. */
  public static int groupHashAt(ByteBuffer elements, int index) {
    return elements.getInt(index + GROUP_HASH);
  }

  /** Whether the element's message is the last of its message group. */
  public static boolean closesGroupAt(ByteBuffer elements, int index) {
    return (elements.get(index + FLAGS) & CLOSES_GROUP) != 0;
  }

  /** How many parts the message has whose first part is the element; 0 if it does not say. */
  public static int partsAt(ByteBuffer elements, int index) {
    int end = index + MESSAGE + elements.getInt(index + PROPERTIES_OFFSET);
    int at = index + FIELDS;
    while (at < end) {
      int length = elements.getShort(at + 1) & 0xFFFF;
      if (elements.get(at) == PARTS_TAG && length == PARTS_BYTES) {
        return elements.getInt(at + FIELD_HEADER_BYTES);
      }
      at += FIELD_HEADER_BYTES + length;
    }
    return 0;
  }

  /** Where the message of the element at an index begins, behind length and checksum. */
  public static int messageAt(int index) {
    return index + MESSAGE;
  }

  /** Bytes of the message of the element at an index of the buffer, without length and checksum. */
  public static int messageBytesAt(ByteBuffer elements, int index) {
    return bytesAt(elements, index) - MESSAGE;
  }

  /**
   * Skips elements.
   *
   * @return the index of the element that comes so many after the one at the given index
   */
  public static int skip(ByteBuffer elements, int index, long count) {
    int at = index;
    for (long i = 0; i < count; i++) {
      at += bytesAt(elements, at);
    }
    return at;
  }

  /**
   * The facts of messages that this broker has encoded itself.
   *
   * @throws InvariantError these are not exactly so many whole elements
   */
  public static MessageFacts factsOfOwn(ByteBuffer elements, int count) {
    MessageFacts facts = new MessageFacts();
    if (!scan(elements, count, facts)) {
      throw new InvariantError("expected " + count + " whole messages");
    }
    return facts;
  }

  /**
   * Collects the facts of all messages from position to limit.
   *
   * @return false if these are not exactly so many whole elements, or parts of large messages are
   *     not in their order; the facts are good for nothing then
   */
  public static boolean scan(ByteBuffer elements, int count, MessageFacts facts) {
    facts.clear();
    int at = elements.position();
    int end = elements.limit();
    for (int i = 0; i < count; i++) {
      if (end - at < LENGTH_BYTES + LENGTH_MIN) {
        return false;
      }
      int length = elements.getInt(at);
      int priority = elements.get(at + PRIORITY);
      if (length < LENGTH_MIN
          || length > end - at - LENGTH_BYTES
          || priority < 0
          || priority > PRIORITY_MAX) {
        return false;
      }
      int flags = elements.get(at + FLAGS);
      facts.add(
          (flags & PERSISTENT) != 0,
          priority,
          elements.getLong(at + DELIVERY_TIME),
          elements.getLong(at + EXPIRATION));
      if (elements.getInt(at + GROUP_HASH) != 0) {
        facts.markGrouped();
      }
      if ((flags & PART) != 0 && !markPart(elements, at, flags, facts)) {
        return false;
      }
      at += LENGTH_BYTES + length;
    }
    return at == end;
  }

  private static boolean markPart(ByteBuffer elements, int at, int flags, MessageFacts facts) {
    boolean continues = (flags & CONTINUES) != 0;
    if ((flags & CONTINUATION) != 0) {
      return facts.markContinuation(continues);
    }
    int parts = partsAt(elements, at);
    facts.markHead(parts);
    return parts > 1;
  }
}
