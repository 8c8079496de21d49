// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.large;

import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageTooLargeException;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.protocol.message.MessageWriter;
import java.nio.ByteBuffer;

/**
 * Cuts one message into parts of about {@value #PART_BYTES} bytes: the first has all header fields,
 * properties, and the body's first bytes, the others have nothing but the next bytes of the body.
 *
 * <p>A part is written when it is asked for, into a buffer that all parts share: the body is never
 * copied as a whole. The same parts can be had again under other sequences. Pure; one thread.
 */
public final class Splitter {
  /** Bytes of a part, without its element's 8, unless the broker takes less. */
  public static final int PART_BYTES = 512 << 10;

  /** i32 parts, i64 bytes of the body. */
  private static final int PARTS_FIELD_BYTES = 12;

  private static final int FIELD_HEADER_BYTES = 3;
  private static final int PART_OVERHEAD_BYTES = MessageLayout.MIN_MESSAGE_BYTES;

  private final ByteBuffer headMessage;
  private final MessageView head;
  private final ByteBuffer body;
  private final SizeLimits limits;
  private final MessageWriter out;
  private final int headBytes;

  /** Bytes of the body in the first part, and in each of the others but the last. */
  private final int headShare;

  private final int share;
  private final int parts;

  /**
   * Plans the parts.
   *
   * @param head the message as in one piece, but with an empty body; not changed meanwhile
   * @param body from position to limit; not changed meanwhile
   * @throws MessageTooLargeException the broker takes no such message, not even in parts
   */
  public Splitter(ByteBuffer head, ByteBuffer body, SizeLimits limits) {
    this.headMessage = head;
    this.head = new MessageView().at(head);
    this.body = body.slice();
    this.limits = limits;
    this.headBytes = head.remaining() + FIELD_HEADER_BYTES + PARTS_FIELD_BYTES;
    int partBytes = Math.min(PART_BYTES, limits.messageBytesMax());
    if (headBytes > limits.messageBytesMax() || partBytes <= PART_OVERHEAD_BYTES) {
      throw new MessageTooLargeException(
          "header and properties of the message need "
              + headBytes
              + " bytes and can't be divided; the broker takes at most "
              + limits.messageBytesMax()
              + " in one piece (rewind.message-bytes-max)");
    }
    this.headShare = Math.min(this.body.limit(), Math.max(0, partBytes - headBytes));
    this.share = partBytes - PART_OVERHEAD_BYTES;
    this.parts = 1 + (int) ceilDiv((long) this.body.limit() - headShare, share);
    if (elementBytes() > limits.largeMessageBytesMax()) {
      throw new MessageTooLargeException(
          "the message has "
              + elementBytes()
              + " bytes; the broker takes at most "
              + limits.largeMessageBytesMax()
              + " (rewind.large-message-bytes-max)");
    }
    this.out =
        new MessageWriter(Math.max(headBytes, partBytes) + MessageLayout.ELEMENT_HEADER_BYTES);
  }

  private static long ceilDiv(long bytes, int each) {
    return (bytes + each - 1) / each;
  }

  /**
   * The same message for a broker with other limits.
   *
   * @throws MessageTooLargeException it takes no such message, not even in parts
   */
  public Splitter within(SizeLimits others) {
    return others.equals(limits) ? this : new Splitter(headMessage, body, others);
  }

  /** How many parts there are. */
  public int parts() {
    return parts;
  }

  /** Bytes of all elements together. */
  public long elementBytes() {
    return headBytes
        + (long) parts * MessageLayout.ELEMENT_HEADER_BYTES
        + (parts - 1L) * PART_OVERHEAD_BYTES
        + body.limit();
  }

  /** Bytes of a part's element, its length field included. */
  public int elementBytes(int part) {
    int without = part == 0 ? headBytes : PART_OVERHEAD_BYTES;
    return MessageLayout.ELEMENT_HEADER_BYTES + without + shareOf(part);
  }

  private int shareOf(int part) {
    return part == 0 ? headShare : Math.min(share, body.limit() - shareAt(part));
  }

  private int shareAt(int part) {
    return part == 0 ? 0 : headShare + (part - 1) * share;
  }

  /**
   * Writes a part.
   *
   * @param part from 0
   * @param firstSequence of the first part, which is the message's; the others have the next ones
   * @return the whole element; valid until the next call
   */
  public ByteBuffer element(int part, long firstSequence) {
    out.begin(
            flags(part),
            head.priority(),
            head.bodyType(),
            head.groupHash(),
            head.timestamp(),
            head.expiration(),
            head.deliveryTime())
        .origin(head.connectionId(), head.producerNumber(), firstSequence + part);
    if (part == 0) {
      out.bytes(head.headerFields()).headerField(MessageLayout.TAG_PARTS, partsField());
      out.beginProperties().properties(head.propertyCount(), head.encodedProperties());
    } else {
      out.beginProperties();
    }
    return out.beginBody().bytes(body.slice(shareAt(part), shareOf(part))).finish();
  }

  private int flags(int part) {
    return head.flags()
        | (part == parts - 1 ? 0 : MessageLayout.FLAG_CONTINUES)
        | (part == 0 ? 0 : MessageLayout.FLAG_CONTINUATION);
  }

  private byte[] partsField() {
    return ByteBuffer.allocate(PARTS_FIELD_BYTES).putInt(parts).putLong(body.limit()).array();
  }
}
