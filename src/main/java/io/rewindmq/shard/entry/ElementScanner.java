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
 * message: u8 version | u8 flags (1 = persistent) | u8 priority | … | 16 i64 expiration | 24 i64 deliveryTime | …
 * </pre>
 */
public final class ElementScanner {
  private static final int LENGTH_BYTES = 4;
  private static final int MESSAGE = 8;
  private static final int LENGTH_MIN = 68;
  private static final int FLAGS = MESSAGE + 1;
  private static final int PRIORITY = MESSAGE + 2;
  private static final int EXPIRATION = MESSAGE + 16;
  private static final int DELIVERY_TIME = MESSAGE + 24;
  private static final int PERSISTENT = 1;
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
   * @return false if these are not exactly so many whole elements; the facts are good for nothing
   *     then
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
      facts.add(
          (elements.get(at + FLAGS) & PERSISTENT) != 0,
          priority,
          elements.getLong(at + DELIVERY_TIME),
          elements.getLong(at + EXPIRATION));
      at += LENGTH_BYTES + length;
    }
    return at == end;
  }
}
