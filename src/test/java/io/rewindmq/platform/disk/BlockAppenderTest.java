// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.testkit.SimDisk;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What whole blocks do to the bytes beside those that are appended. */
class BlockAppenderTest {
  private static final int BLOCK = SimDisk.BLOCK_BYTES;
  private static final int FILE_BYTES = 40 * BLOCK;
  private static final int BYTES_MAX = 4 * BLOCK;

  private final SimDisk disk = new SimDisk(1);
  private final Random random = new Random(1);
  private final BlockAppender appender = new BlockAppender(BYTES_MAX);

  private byte[] random(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private DiskFile open(String name, byte[] content) {
    disk.replace(name, content);
    return disk.open(name);
  }

  @Test
  void writesWhatIsAppendedAndKeepsWhatWasThereBefore() {
    byte[] expected = random(FILE_BYTES); // of an earlier use, as in a recycled segment
    DiskFile file = open("file", expected.clone());
    int at = 100;
    for (int bytes = 1; appender.takes(file, at, bytes, FILE_BYTES); ) {
      byte[] appended = random(bytes);
      int cut = random.nextInt(bytes + 1);
      appender.append(
          file,
          List.of(ByteBuffer.wrap(appended, 0, cut), ByteBuffer.wrap(appended, cut, bytes - cut)),
          at);
      System.arraycopy(appended, 0, expected, at, bytes);
      at += bytes;
      assertThat(Arrays.copyOf(disk.bytes("file"), at)).isEqualTo(Arrays.copyOf(expected, at));
      assertThat(disk.bytes("file")).hasSize(FILE_BYTES);
      int wholeBlocks = (at + BLOCK - 1) / BLOCK * BLOCK;
      for (int i = at; i < wholeBlocks; i++) {
        assertThat(disk.bytes("file")[i]).isZero();
      }
      bytes = 1 + random.nextInt(2 * BLOCK);
      at += random.nextInt(3) == 0 ? skip(file, expected, at) : 0;
    }
    assertThat(at).isGreaterThan(FILE_BYTES - 3 * BLOCK);
  }

  /** Something else is written, as batches are that nobody waits for. */
  private int skip(DiskFile file, byte[] expected, int at) {
    byte[] bytes = random(Math.min(50, FILE_BYTES - at));
    file.write(ByteBuffer.wrap(bytes), at);
    appender.forget();
    System.arraycopy(bytes, 0, expected, at, bytes.length);
    return bytes.length;
  }

  @Test
  void doesNotMixFiles() {
    DiskFile one = open("one", new byte[FILE_BYTES]);
    DiskFile two = open("two", random(FILE_BYTES));
    byte[] before = disk.bytes("two");
    appender.append(one, List.of(ByteBuffer.wrap(random(100))), 0);
    appender.append(two, List.of(ByteBuffer.wrap(random(10))), 100);
    assertThat(Arrays.copyOf(disk.bytes("two"), 100)).isEqualTo(Arrays.copyOf(before, 100));
  }

  @Test
  void leavesAloneWhatIsTooLongOrWouldGrowTheFile() {
    DiskFile file = open("file", new byte[FILE_BYTES + 10]);
    assertThat(appender.takes(file, 0, BYTES_MAX, FILE_BYTES)).isTrue();
    assertThat(appender.takes(file, 0, BYTES_MAX + 1, FILE_BYTES)).isFalse();
    assertThat(appender.takes(file, FILE_BYTES - 1, 1, FILE_BYTES + 10)).isTrue();
    assertThat(appender.takes(file, FILE_BYTES - 1, 2, FILE_BYTES + 10)).isFalse();
  }

  @Test
  void aTornBlockLeavesWhatWasForcedBefore() {
    for (int seed = 0; seed < 200; seed++) {
      SimDisk torn = new SimDisk(seed);
      torn.replace("file", new byte[FILE_BYTES]);
      DiskFile file = torn.open("file");
      BlockAppender fresh = new BlockAppender(BYTES_MAX);
      byte[] first = random(700);
      fresh.append(file, List.of(ByteBuffer.wrap(first)), 0);
      file.force();
      fresh.append(file, List.of(ByteBuffer.wrap(random(2000))), 700);
      torn.crash();
      assertThat(Arrays.copyOf(torn.bytes("file"), 700)).isEqualTo(first);
    }
  }
}
