// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.wire;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.record.EpochStart;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Frames between the brokers of a pair as bytes, version 1, big-endian:
 *
 * <pre>
 *  0  u32  length: bytes after this field
 *  4  u8   type
 *  5  u8   0
 *  6  u16  0
 *  8  u32  CRC32C of type to the end, this field left out; of a BATCH only up to its batch, which
 *          has a checksum of its own
 * 12  …    payload
 * </pre>
 *
 * <p>Payloads (a text is u16 bytes, then UTF-8):
 *
 * <pre>
 *  1 HELLO     u32 magic "RWPR", u16 lowest and u16 highest version, text pair, text name, u64 store,
 *              u64 origin, u64 known epoch, u32 lease in ms, u8 1 = synced, u32 segment bytes,
 *              u64 end, u16 count, each u64 epoch and u64 position
 *  2 WELCOME   u16 version, u64 epoch, u64 origin, u64 common, u64 left
 *  3 REFUSED   u16 reason, u64 known epoch, text
 *  4 ATTACHED  u64 epoch, u64 position, u64 synced
 *  5 BATCH     u64 epoch, u64 sent at, header and entries of a journal's batch
 *  6 BEAT      u64 epoch, u64 sent at, u64 start, u64 end
 *  7 ACK       u64 epoch, u64 sent at, u64 received, u64 synced
 *  8 LOOK      u64 known epoch
 * </pre>
 */
@AnyThread // stateless
public final class PeerCodec {
  /** Everything before the payload. */
  public static final int HEADER_BYTES = 12;

  /** The only version there is. */
  public static final int VERSION = 1;

  /** No frame but BATCH is longer. */
  public static final int CONTROL_BYTES_MAX = 1 << 20;

  private static final int LENGTH_BYTES = 4;
  private static final int CRC_AT = 8;
  private static final int BATCH_FIELDS = 16;
  private static final int MAGIC = 0x52575052; // RWPR
  private static final int HELLO = 1;
  private static final int WELCOME = 2;
  private static final int REFUSED = 3;
  private static final int ATTACHED = 4;
  private static final int BATCH = 5;
  private static final int BEAT = 6;
  private static final int ACK = 7;
  private static final int LOOK = 8;
  private static final int TEXT_BYTES_MAX = 1000;
  private static final int EPOCH_BYTES = 16;

  private PeerCodec() {}

  /** The whole frame in a new buffer. */
  public static ByteBuffer encode(PeerFrame frame) {
    return switch (frame) {
      case PeerFrame.Hello f -> hello(f);
      case PeerFrame.Welcome f ->
          seal(
              begin(WELCOME, 2 + 4 * 8)
                  .putShort((short) f.version())
                  .putLong(f.epoch())
                  .putLong(f.origin())
                  .putLong(f.common())
                  .putLong(f.left()));
      case PeerFrame.Refused f -> {
        byte[] text = text(f.text());
        yield seal(
            begin(REFUSED, 2 + 8 + 2 + text.length)
                .putShort((short) f.reason().number())
                .putLong(f.knownEpoch())
                .putShort((short) text.length)
                .put(text));
      }
      case PeerFrame.Attached f ->
          seal(begin(ATTACHED, 3 * 8).putLong(f.epoch()).putLong(f.position()).putLong(f.synced()));
      case PeerFrame.Batch f -> {
        ByteBuffer out = begin(BATCH, BATCH_FIELDS + f.batch().remaining());
        out.putLong(f.epoch()).putLong(f.sentAt()).put(f.batch().duplicate());
        yield seal(out);
      }
      case PeerFrame.Beat f ->
          seal(
              begin(BEAT, 4 * 8)
                  .putLong(f.epoch())
                  .putLong(f.sentAt())
                  .putLong(f.start())
                  .putLong(f.end()));
      case PeerFrame.Ack f ->
          seal(
              begin(ACK, 4 * 8)
                  .putLong(f.epoch())
                  .putLong(f.sentAt())
                  .putLong(f.received())
                  .putLong(f.synced()));
      case PeerFrame.Look f -> seal(begin(LOOK, 8).putLong(f.knownEpoch()));
    };
  }

  private static ByteBuffer hello(PeerFrame.Hello f) {
    byte[] pair = text(f.pair());
    byte[] name = text(f.name());
    int bytes = 4 + 4 + 2 + pair.length + 2 + name.length + 3 * 8 + 4 + 1 + 4 + 8 + 2;
    ByteBuffer out = begin(HELLO, bytes + EPOCH_BYTES * f.epochs().size()).putInt(MAGIC);
    out.putShort((short) f.versionMin()).putShort((short) f.versionMax());
    out.putShort((short) pair.length).put(pair).putShort((short) name.length).put(name);
    out.putLong(f.store()).putLong(f.origin()).putLong(f.knownEpoch()).putInt(f.leaseMillis());
    out.put((byte) (f.acknowledgesSynced() ? 1 : 0)).putInt(f.segmentBytes()).putLong(f.end());
    out.putShort((short) f.epochs().size());
    for (EpochStart epoch : f.epochs()) {
      out.putLong(epoch.epoch()).putLong(epoch.position());
    }
    return seal(out);
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a text of " + bytes.length + " bytes: expected at most " + TEXT_BYTES_MAX);
    }
    return bytes;
  }

  private static ByteBuffer begin(int type, int payloadBytes) {
    return ByteBuffer.allocate(HEADER_BYTES + payloadBytes)
        .putInt(HEADER_BYTES - LENGTH_BYTES + payloadBytes)
        .put((byte) type)
        .put((byte) 0)
        .putShort((short) 0)
        .putInt(0);
  }

  private static ByteBuffer seal(ByteBuffer frame) {
    return frame.flip().putInt(CRC_AT, checksum(frame));
  }

  private static int checksum(ByteBuffer frame) {
    CRC32C crc = new CRC32C();
    int end = frame.get(LENGTH_BYTES) == BATCH ? HEADER_BYTES + BATCH_FIELDS : frame.limit();
    crc.update(frame.slice(LENGTH_BYTES, CRC_AT - LENGTH_BYTES));
    crc.update(frame.slice(HEADER_BYTES, end - HEADER_BYTES));
    return (int) crc.getValue();
  }

  /**
   * How long a frame is that begins here, the length field included; -1 = too little is here to
   * tell.
   *
   * @param bytesMax of a frame
   * @throws PeerProtocolException it can be none
   */
  public static int frameBytes(ByteBuffer in, int bytesMax) {
    if (in.remaining() < LENGTH_BYTES) {
      return -1;
    }
    long bytes = LENGTH_BYTES + Integer.toUnsignedLong(in.getInt(in.position()));
    if (bytes < HEADER_BYTES || bytes > bytesMax) {
      throw new PeerProtocolException(
          "expected a frame of " + HEADER_BYTES + " to " + bytesMax + " bytes, got " + bytes);
    }
    return (int) bytes;
  }

  /**
   * Reads one frame.
   *
   * @param in exactly the frame, its length field included; a batch is a slice of it
   * @throws PeerProtocolException it is none of this version, or damaged
   */
  public static PeerFrame decode(ByteBuffer in) {
    ByteBuffer frame = in.slice();
    if (frameBytes(frame, Integer.MAX_VALUE) != frame.limit()) {
      throw new PeerProtocolException("a frame's length does not fit the bytes that are there");
    }
    int type = frame.get(LENGTH_BYTES) & 0xFF;
    boolean isShort = type == BATCH && frame.limit() < HEADER_BYTES + BATCH_FIELDS;
    if (isShort || frame.getInt(CRC_AT) != checksum(frame)) {
      throw new PeerProtocolException("the checksum of a frame of type " + type + " does not fit");
    }
    if (frame.get(5) != 0 || frame.getShort(6) != 0) {
      throw new PeerProtocolException("expected flags of 0 in a frame of type " + type);
    }
    frame.position(HEADER_BYTES);
    try {
      PeerFrame decoded = payload(type, frame);
      if (frame.hasRemaining()) {
        throw new PeerProtocolException(
            "a frame of type " + type + " has " + frame.remaining() + " bytes too many");
      }
      return decoded;
    } catch (BufferUnderflowException e) {
      throw new PeerProtocolException("a frame of type " + type + " is too short");
    }
  }

  private static PeerFrame payload(int type, ByteBuffer in) {
    return switch (type) {
      case HELLO -> readHello(in);
      case WELCOME ->
          new PeerFrame.Welcome(
              in.getShort() & 0xFFFF, natural(in), in.getLong(), natural(in), natural(in));
      case REFUSED ->
          new PeerFrame.Refused(Refusal.of(in.getShort() & 0xFFFF), natural(in), readText(in));
      case ATTACHED -> new PeerFrame.Attached(natural(in), natural(in), natural(in));
      case BATCH -> {
        long epoch = natural(in);
        long sentAt = in.getLong();
        ByteBuffer batch = in.slice();
        in.position(in.limit());
        yield new PeerFrame.Batch(epoch, sentAt, batch);
      }
      case BEAT -> new PeerFrame.Beat(natural(in), in.getLong(), natural(in), natural(in));
      case ACK -> new PeerFrame.Ack(natural(in), in.getLong(), natural(in), natural(in));
      case LOOK -> new PeerFrame.Look(natural(in));
      default -> throw new PeerProtocolException("expected a type from 1 to 8, got " + type);
    };
  }

  private static PeerFrame.Hello readHello(ByteBuffer in) {
    int magic = in.getInt();
    if (magic != MAGIC) {
      throw new PeerProtocolException("this is no broker of a pair");
    }
    int versionMin = in.getShort() & 0xFFFF;
    int versionMax = in.getShort() & 0xFFFF;
    String pair = readText(in);
    String name = readText(in);
    long store = in.getLong();
    long origin = in.getLong();
    long knownEpoch = natural(in);
    int leaseMillis = in.getInt();
    boolean isSynced = in.get() == 1;
    int segmentBytes = in.getInt();
    long end = natural(in);
    int count = in.getShort() & 0xFFFF;
    if (in.remaining() < count * EPOCH_BYTES) {
      throw new BufferUnderflowException();
    }
    List<EpochStart> epochs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      epochs.add(new EpochStart(natural(in), natural(in)));
    }
    return new PeerFrame.Hello(
        versionMin,
        versionMax,
        pair,
        name,
        store,
        origin,
        knownEpoch,
        leaseMillis,
        isSynced,
        segmentBytes,
        end,
        epochs);
  }

  private static long natural(ByteBuffer in) {
    long value = in.getLong();
    if (value < 0) {
      throw new PeerProtocolException(
          "expected a number below 2^63, got " + Long.toUnsignedString(value));
    }
    return value;
  }

  private static String readText(ByteBuffer in) {
    int bytes = in.getShort() & 0xFFFF;
    if (bytes > Math.min(TEXT_BYTES_MAX, in.remaining())) {
      throw new PeerProtocolException("a text of " + bytes + " bytes does not fit");
    }
    ByteBuffer text = in.slice(in.position(), bytes);
    in.position(in.position() + bytes);
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(text);
      return decoded.toString();
    } catch (CharacterCodingException e) {
      throw new PeerProtocolException("a text is not UTF-8");
    }
  }
}
