// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Every truncation and every change of a single byte. A reader must take each of them or refuse it
 * with the one exception that is meant for it, and must not be talked into taking much memory.
 */
public final class Mutations {
  /** More than any vector needs, less than any length field that is believed would take. */
  private static final long BYTES_MAX = 512 * 1024;

  private final Class<? extends RuntimeException> refusal;
  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private int taken;
  private int refused;

  public Mutations(Class<? extends RuntimeException> refusal) {
    this.refusal = refusal;
  }

  public Mutations truncate(byte[] bytes, Consumer<ByteBuffer> reader) {
    for (int length = 0; length < bytes.length; length++) {
      feed(Arrays.copyOf(bytes, length), reader);
    }
    return this;
  }

  public Mutations changeEachByte(byte[] bytes, Consumer<ByteBuffer> reader) {
    for (int at = 0; at < bytes.length; at++) {
      byte[] changed = bytes.clone();
      for (int value = 1; value < 256; value++) {
        changed[at] = (byte) (bytes[at] ^ value);
        feed(changed, reader);
      }
    }
    return this;
  }

  public int taken() {
    return taken;
  }

  public int refused() {
    return refused;
  }

  private void feed(byte[] bytes, Consumer<ByteBuffer> reader) {
    long before = memory.getCurrentThreadAllocatedBytes();
    boolean isTaken = isTaken(bytes, reader);
    long between = memory.getCurrentThreadAllocatedBytes();
    if (between - before > BYTES_MAX) {
      // the first run of some code takes memory for itself, the second does not
      isTaken(bytes, reader);
      if (memory.getCurrentThreadAllocatedBytes() - between > BYTES_MAX) {
        throw new AssertionError("took much memory: " + HexFormat.of().formatHex(bytes));
      }
    }
    if (isTaken) {
      taken++;
    } else {
      refused++;
    }
  }

  private boolean isTaken(byte[] bytes, Consumer<ByteBuffer> reader) {
    try {
      reader.accept(ByteBuffer.wrap(bytes));
      return true;
    } catch (RuntimeException e) {
      if (!refusal.isInstance(e)) {
        throw new AssertionError("not refused properly: " + HexFormat.of().formatHex(bytes), e);
      }
      return false;
    }
  }
}
