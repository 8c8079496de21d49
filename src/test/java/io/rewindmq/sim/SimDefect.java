// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.protocol.Frame;
import io.rewindmq.testkit.SimDisk;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What makes a broker break its promises, to see that the shadow model notices.
 *
 * @param crashed what else the disk loses when the machine stops
 * @param heard what the broker takes for what it was told
 * @param said what the broker says in place of what it meant
 */
record SimDefect(Consumer<SimDisk> crashed, UnaryOperator<Frame> heard, UnaryOperator<Frame> said) {
  private static final int SECTOR_BYTES = 512;

  /** The broker as it is. */
  static final SimDefect NONE =
      new SimDefect(disk -> {}, UnaryOperator.identity(), UnaryOperator.identity());

  /** The device forgets the last batch of the journal, though it was forced. */
  static SimDefect forgetfulDevice() {
    return new SimDefect(
        SimDefect::forgetLastBatch, UnaryOperator.identity(), UnaryOperator.identity());
  }

  private static void forgetLastBatch(SimDisk disk) {
    for (String file : disk.files().reversed()) {
      byte[] bytes = disk.bytes(file);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] == 0) {
        end--;
      }
      if (file.endsWith(".jnl") && end > SECTOR_BYTES) {
        Arrays.fill(bytes, (end - 1) / SECTOR_BYTES * SECTOR_BYTES, end, (byte) 0);
        disk.replace(file, bytes);
        return;
      }
    }
  }

  static SimDefect ofHearing(UnaryOperator<Frame> heard) {
    return new SimDefect(disk -> {}, heard, UnaryOperator.identity());
  }

  static SimDefect ofSpeech(UnaryOperator<Frame> said) {
    return new SimDefect(disk -> {}, UnaryOperator.identity(), said);
  }
}
