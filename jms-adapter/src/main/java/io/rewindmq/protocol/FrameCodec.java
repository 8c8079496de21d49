// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Frames as bytes, big-endian:
 *
 * <pre>
 *  0  u32  length: bytes after this field, at least 4
 *  4  u8   type, see {@link FrameType}
 *  5  u8   flags, 0 in version 1
 *  6  u16  channel: session number, 0 = the connection
 *  8  …    payload, see docs/protocol.md
 * </pre>
 *
 * <p>Buffers must be big-endian, as they are unless somebody changes them. Stateless; any thread.
 */
public final class FrameCodec {
  /** Bytes of the length field. */
  public static final int LENGTH_BYTES = 4;

  /** Length field, type, flags and channel. */
  public static final int HEADER_BYTES = 8;

  /** Everything of SEND before its elements. */
  public static final int SEND_HEADER_BYTES = HEADER_BYTES + 4 + 8 + 8 + 4;

  /** Everything of DELIVER before its runs. */
  public static final int DELIVER_HEADER_BYTES = HEADER_BYTES + 4 + 4 + 2 + 2;

  /** The first four bytes of HELLO's payload. */
  public static final int MAGIC = 0x52574D51; // RWMQ

  private FrameCodec() {}

  /**
   * Bytes of the whole frame, its length field included.
   *
   * @throws ProtocolException a value does not fit its field
   */
  public static int encodedBytes(Frame frame) {
    WireWriter counter = new WireWriter(null);
    PayloadWriter.write(frame, counter);
    return HEADER_BYTES + counter.count();
  }

  /**
   * The whole frame in a new buffer, ready to be read.
   *
   * @throws ProtocolException a value does not fit its field, see {@link ProtocolLimits}
   */
  public static ByteBuffer encode(Frame frame) {
    ByteBuffer out = ByteBuffer.allocate(encodedBytes(frame));
    encode(frame, out);
    return out.flip();
  }

  /**
   * Writes the whole frame.
   *
   * @throws ProtocolException a value does not fit its field; what was written is to be thrown away
   * @throws java.nio.BufferOverflowException fewer than {@link #encodedBytes} bytes remain; what
   *     was written before is to be thrown away
   */
  public static void encode(Frame frame, ByteBuffer out) {
    int start = out.position();
    out.putInt(0);
    header(out, frame.type(), frame.channel());
    PayloadWriter.write(frame, new WireWriter(out));
    out.putInt(start, out.position() - start - LENGTH_BYTES);
  }

  /** Writes a SEND up to its elements, which the caller appends. */
  public static void encodeSendHeader(
      ByteBuffer out,
      int channel,
      int handle,
      long transaction,
      long firstSequence,
      int count,
      int elementBytes) {
    out.putInt(SEND_HEADER_BYTES - LENGTH_BYTES + elementBytes);
    header(out, FrameType.SEND, channel);
    out.putInt(handle).putLong(transaction).putLong(firstSequence).putInt(count);
  }

  /** Writes a DELIVER up to its runs, which the caller appends. */
  public static void encodeDeliverHeader(
      ByteBuffer out,
      int channel,
      int consumerId,
      int groupEpoch,
      int partition,
      int runCount,
      int runBytes) {
    out.putInt(DELIVER_HEADER_BYTES - LENGTH_BYTES + runBytes);
    header(out, FrameType.DELIVER, channel);
    out.putInt(consumerId).putInt(groupEpoch).putShort((short) partition);
    out.putShort((short) runCount);
  }

  /**
   * Reads one frame.
   *
   * @param frame exactly the bytes after the length field; consumed. Payloads of messages are
   *     slices of it
   * @throws ProtocolException it is not a frame of this version
   */
  public static Frame decode(ByteBuffer frame) {
    if (frame.remaining() < HEADER_BYTES - LENGTH_BYTES) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ERROR,
          "a frame has at least 4 bytes after its length, got " + frame.remaining());
    }
    FrameType type = FrameType.of(frame.get() & 0xFF);
    int flags = frame.get() & 0xFF;
    if (flags != 0) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ERROR, type + ": expected flags of 0, got " + flags);
    }
    int channel = frame.getShort() & 0xFFFF;
    WireReader reader = new WireReader(frame, type);
    Frame decoded = new PayloadReader(reader, type, channel).read();
    reader.end();
    return decoded;
  }

  /**
   * The kind of a frame without decoding it.
   *
   * @param frame the bytes after the length field; not moved
   * @return null when there are no bytes
   * @throws ProtocolException this version knows no such frame
   */
  public static @Nullable FrameType peekType(ByteBuffer frame) {
    return frame.hasRemaining() ? FrameType.of(frame.get(frame.position()) & 0xFF) : null;
  }

  private static void header(ByteBuffer out, FrameType type, int channel) {
    if (channel < 0 || channel > ProtocolLimits.CHANNEL_MAX) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL_ERROR, type + ": expected a channel of 0 to 65535, got " + channel);
    }
    out.put((byte) type.number()).put((byte) 0).putShort((short) channel);
  }
}
