// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Makes runs whose bytes tell their offsets. */
public final class TestRuns {
  private TestRuns() {}

  /** Bytes of each element: 72 plus the extra ones. */
  public static RunBytes run(long baseOffset, int count, long millis, int extraBytes) {
    ByteBuffer elements = ByteBuffer.allocate(count * (Elements.BYTES_MIN + extraBytes));
    for (int i = 0; i < count; i++) {
      element(elements, baseOffset + i, Elements.BYTES_MIN + extraBytes);
    }
    return new RunBytes(baseOffset, count, millis, elements.flip());
  }

  private static void element(ByteBuffer out, long offset, int bytes) {
    byte[] message = new byte[bytes - 8];
    ByteBuffer.wrap(message).put((byte) 1).putLong(8, offset);
    for (int i = 16; i < message.length; i++) {
      message[i] = (byte) (offset * 31 + i);
    }
    CRC32C crc = new CRC32C();
    crc.update(message);
    out.putInt(bytes - 4).putInt((int) crc.getValue()).put(message);
  }
}
