// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import java.nio.ByteBuffer;

/**
 * Frames that wait to be written, as bytes in the order in which they were appended. A send that
 * follows its predecessor (same session, destination and transaction, next sequence) joins that
 * one's SEND, so that many small messages cost one frame. Not safe for use by several threads.
 */
final class OutgoingFrames {
  /**
   * A joined SEND grows no longer than this, though longer frames are agreed: the broker takes a
   * frame when it is there as a whole, and should be at work while the next one travels.
   */
  static final int JOINED_BYTES_MAX = 1 << 20;

  private static final int FIRST_BYTES = 16 << 10;
  private static final int NONE = -1;

  private int joinedBytesMax = JOINED_BYTES_MAX;
  private ByteBuffer filling = ByteBuffer.allocate(FIRST_BYTES);
  private ByteBuffer spare = ByteBuffer.allocate(FIRST_BYTES);

  /** Where the last frame begins, if it is a SEND. */
  private int sendAt = NONE;

  private int channel;
  private int handle;
  private long transaction;
  private long firstSequence;
  private int count;

  /**
   * No SEND of several messages gets longer than this.
   *
   * @param bytes without the length field
   */
  void limitFrames(int bytes) {
    joinedBytesMax = Math.min(bytes, JOINED_BYTES_MAX);
  }

  /** Bytes that wait. */
  int bytes() {
    return filling.position();
  }

  void append(Frame frame) {
    FrameCodec.encode(frame, room(FrameCodec.encodedBytes(frame)));
    sendAt = NONE;
  }

  /** Appends a message, in the last frame or in a new one. */
  void appendSend(int toChannel, int toHandle, long inTransaction, long sequence, byte[] element) {
    if (continues(toChannel, toHandle, inTransaction, sequence) && fits(element.length)) {
      room(element.length).put(element);
      count++;
    } else {
      ByteBuffer to = room(FrameCodec.SEND_HEADER_BYTES + element.length);
      sendAt = to.position();
      channel = toChannel;
      handle = toHandle;
      transaction = inTransaction;
      firstSequence = sequence;
      count = 1;
      to.position(sendAt + FrameCodec.SEND_HEADER_BYTES).put(element);
    }
    writeSendHeader();
  }

  /** Appends a part of a large message, in a frame of its own: it is long enough. */
  void appendPart(
      int toChannel, int toHandle, long inTransaction, long sequence, ByteBuffer element) {
    int bytes = element.remaining();
    ByteBuffer to = room(FrameCodec.SEND_HEADER_BYTES + bytes);
    FrameCodec.encodeSendHeader(to, toChannel, toHandle, inTransaction, sequence, 1, bytes);
    to.put(element.duplicate());
    sendAt = NONE;
  }

  private boolean continues(int toChannel, int toHandle, long inTransaction, long sequence) {
    return sendAt != NONE
        && channel == toChannel
        && handle == toHandle
        && transaction == inTransaction
        && firstSequence + count == sequence;
  }

  private boolean fits(int elementBytes) {
    long frameBytes = (long) filling.position() - sendAt - FrameCodec.LENGTH_BYTES;
    return frameBytes + elementBytes <= joinedBytesMax;
  }

  private void writeSendHeader() {
    int end = filling.position();
    int elementBytes = end - sendAt - FrameCodec.SEND_HEADER_BYTES;
    filling.position(sendAt);
    FrameCodec.encodeSendHeader(
        filling, channel, handle, transaction, firstSequence, count, elementBytes);
    filling.position(end);
  }

  private ByteBuffer room(int bytes) {
    if (filling.remaining() < bytes) {
      int capacity = Math.max(filling.capacity() * 2, filling.position() + bytes);
      filling = ByteBuffer.allocate(capacity).put(filling.flip());
    }
    return filling;
  }

  /** Takes everything that waits, ready to be read; {@link #giveBack} it when it is written. */
  ByteBuffer take() {
    ByteBuffer full = filling.flip();
    filling = spare;
    sendAt = NONE;
    return full;
  }

  /** The bytes were written; their buffer is used again. */
  void giveBack(ByteBuffer written) {
    spare = written.clear();
  }

  /** Throws away what waits. */
  void clear() {
    filling.clear();
    sendAt = NONE;
  }
}
