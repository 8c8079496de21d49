// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.dispatch.MessageCopier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Builds and reads the elements the shard needs: a header and a body of one number. */
public final class TestMessages {
  private static final int MESSAGE_BYTES = 72;
  private static final int CONTINUES = 16;
  private static final int CONTINUATION = 32;

  /** Tag, length, number of parts and bytes of the body. */
  private static final int PARTS_FIELD_BYTES = 15;

  public static final int ELEMENT_BYTES = MESSAGE_BYTES + 8;

  private TestMessages() {}

  /** What a test message carries. */
  public record Spec(
      long value,
      boolean persistent,
      int priority,
      long deliveryTime,
      long expiration,
      int groupHash,
      boolean closesGroup) {
    public Spec(long value, boolean persistent, int priority, long deliveryTime, long expiration) {
      this(value, persistent, priority, deliveryTime, expiration, 0, false);
    }

    public static Spec of(long value) {
      return new Spec(value, true, 4, 0, 0);
    }

    Spec expiring(long millis) {
      return new Spec(value, persistent, priority, deliveryTime, millis, groupHash, closesGroup);
    }

    Spec inGroup(int newGroupHash) {
      return new Spec(
          value, persistent, priority, deliveryTime, expiration, newGroupHash, closesGroup);
    }

    Spec closing() {
      return new Spec(value, persistent, priority, deliveryTime, expiration, groupHash, true);
    }
  }

  public static ByteBuffer of(long... values) {
    List<Spec> specs = new ArrayList<>();
    for (long value : values) {
      specs.add(Spec.of(value));
    }
    return of(specs);
  }

  public static ByteBuffer of(List<Spec> specs) {
    ByteBuffer elements = ByteBuffer.allocate(specs.size() * ELEMENT_BYTES);
    for (Spec spec : specs) {
      ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);
      message.put(0, (byte) 1);
      message.put(1, (byte) ((spec.persistent() ? 1 : 0) | (spec.closesGroup() ? 64 : 0)));
      message.put(2, (byte) spec.priority());
      message.putInt(4, spec.groupHash());
      message.putLong(16, spec.expiration()).putLong(24, spec.deliveryTime());
      message.putLong(64, spec.value());
      CRC32C crc = new CRC32C();
      crc.update(message.duplicate());
      elements.putInt(MESSAGE_BYTES + 4).putInt((int) crc.getValue()).put(message);
    }
    return elements.flip();
  }

  /** The parts of a large message, with consecutive values; each carries a number and padding. */
  public static ByteBuffer parts(Spec first, int parts, int padding) {
    int messageBytes = MESSAGE_BYTES + PARTS_FIELD_BYTES + padding;
    ByteBuffer elements = ByteBuffer.allocate(parts * (messageBytes + 8));
    for (int i = 0; i < parts; i++) {
      ByteBuffer message = ByteBuffer.allocate(messageBytes);
      int flags = (i < parts - 1 ? CONTINUES : 0) | (i > 0 ? CONTINUATION : 0);
      message.put(0, (byte) 1);
      message.put(1, (byte) ((first.persistent() ? 1 : 0) | flags));
      message.put(2, (byte) first.priority());
      message.putInt(4, first.groupHash());
      message.putLong(16, first.expiration()).putLong(24, first.deliveryTime());
      if (i == 0) {
        message.putInt(56, 64 + PARTS_FIELD_BYTES);
        message.put(64, (byte) 6).putShort(65, (short) 12).putInt(67, parts);
      } else {
        message.putInt(56, 64);
      }
      message.putLong(64 + PARTS_FIELD_BYTES, first.value() + i);
      CRC32C crc = new CRC32C();
      crc.update(message.duplicate());
      elements.putInt(messageBytes + 4).putInt((int) crc.getValue()).put(message);
    }
    return elements.flip();
  }

  /** The values of whole elements from position to limit. */
  public static List<Long> values(ByteBuffer elements) {
    List<Long> values = new ArrayList<>();
    int at = elements.position();
    while (at < elements.limit()) {
      values.add(valueAt(elements, at + 8));
      at += 4 + elements.getInt(at);
    }
    return values;
  }

  /** The value of one message, or of one part of a large one. */
  public static long valueAt(ByteBuffer messages, int at) {
    boolean isPart = (messages.get(at + 1) & (CONTINUES | CONTINUATION)) != 0;
    return messages.getLong(at + 64 + (isPart ? PARTS_FIELD_BYTES : 0));
  }

  /** Copies the messages' values, and keeps the origins. */
  public static final class Copier implements MessageCopier {
    final List<Origin> origins = new ArrayList<>();

    @Override
    public ByteBuffer copy(RunBytes run, Origin origin) {
      origins.add(origin);
      if ((run.elements().get(run.elements().position() + 9) & (16 | 32)) != 0) {
        return withoutExpiration(run); // parts of a large message, which have no properties here
      }
      return of(values(run.elements()).stream().map(Spec::of).toList());
    }

    private static ByteBuffer withoutExpiration(RunBytes run) {
      ByteBuffer copies = ByteBuffer.allocate(run.elements().remaining());
      copies.put(run.elements().duplicate()).flip();
      int at = 0;
      for (int i = 0; i < run.count(); i++) {
        int bytes = copies.getInt(at) - 4;
        copies.putLong(at + 8 + 16, 0);
        CRC32C crc = new CRC32C();
        crc.update(copies.slice(at + 8, bytes));
        copies.putInt(at + 4, (int) crc.getValue());
        at += 8 + bytes;
      }
      return copies;
    }
  }
}
