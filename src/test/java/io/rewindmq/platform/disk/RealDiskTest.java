// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest {
  @TempDir Path folder;

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String read(DiskFile file, long position, int count) {
    ByteBuffer into = ByteBuffer.allocate(count);
    int read = file.read(into, position);
    return new String(into.array(), 0, read, StandardCharsets.US_ASCII);
  }

  @Test
  void writesAndReadsAtPositions() {
    Disk disk = new RealDisk(folder.resolve("a/b"));
    try (DiskFile file = disk.open("c/d/file")) {
      file.write(new ByteBuffer[] {bytes("one"), bytes(""), bytes("two")}, 2);
      file.write(bytes("x"), 0);
      file.force();
      assertThat(file.size()).isEqualTo(8);
      assertThat(read(file, 0, 100)).isEqualTo("x\0onetwo");
      assertThat(read(file, 5, 2)).isEqualTo("tw");
      assertThat(read(file, 8, 2)).isEmpty();
      assertThat(read(file, 100, 2)).isEmpty();
      file.truncate(3);
      assertThat(file.size()).isEqualTo(3);
    }
    assertThat(disk.describe("c/d/file")).isEqualTo(folder + "/a/b/c/d/file");
    assertThat(disk.usableBytes()).isPositive();
  }

  @Test
  void readsWhatWentPastTheCache() {
    Disk disk = new RealDisk(folder);
    try (DiskFile file = disk.open("file")) {
      file.preallocate(1 << 20);
      int block = file.blockBytes();
      assumeThat(block).as("this file system takes no blocks").isPositive();
      ByteBuffer blocks = ByteBuffer.allocateDirect(3 * block).alignedSlice(block);
      blocks.limit(2 * block).put(0, (byte) 'a').put(2 * block - 1, (byte) 'z');
      file.write(bytes("old"), block);
      file.writeBlocks(blocks, block);
      file.write(bytes("new"), block + 1L);
      file.force();
      assertThat(read(file, block, 5)).isEqualTo("anew\0");
      assertThat(read(file, 3L * block - 2, 3)).isEqualTo("\0z\0");
      assertThat(file.size()).isEqualTo(1 << 20);
    }
  }

  @Test
  void takesNoBlocksWhenThatIsNotWanted() {
    try (DiskFile file = new RealDisk(folder, false).open("file")) {
      file.preallocate(1 << 20);
      assertThat(file.blockBytes()).isZero();
    }
  }

  @Test
  void preallocatesWithZerosAndKeepsWhatIsThere() {
    Disk disk = new RealDisk(folder);
    try (DiskFile file = disk.open("file")) {
      file.write(bytes("abc"), 0);
      file.preallocate(3 << 20);
      assertThat(file.size()).isEqualTo(3 << 20);
      assertThat(read(file, 0, 5)).isEqualTo("abc\0\0");
      assertThat(read(file, (3 << 20) - 1, 5)).isEqualTo("\0");
    }
  }

  @Test
  void namesAreListedSortedRenamedAndDeleted() {
    Disk disk = new RealDisk(folder);
    disk.open("f/b").close();
    disk.open("f/a").close();
    disk.open("f/g/h").close();
    assertThat(disk.list("f")).containsExactly("a", "b", "g");
    assertThat(disk.list("none")).isEmpty();
    disk.rename("f/a", "k/a");
    disk.open("f/a").close();
    disk.rename("k/a", "f/a");
    disk.syncDirectory("f");
    disk.syncDirectory("");
    assertThat(disk.exists("k/a")).isFalse();
    assertThat(disk.exists("f/a")).isTrue();
    disk.delete("f/a");
    disk.delete("f/a");
    assertThat(disk.list("f")).containsExactly("b", "g");
    disk.deleteDirectory("f");
    disk.deleteDirectory("f");
    assertThat(disk.list("")).containsExactly("k");
  }

  @Test
  void failuresNameTheFile() {
    Disk disk = new RealDisk(folder);
    DiskFile file = disk.open("file");
    file.close();
    assertThatThrownBy(() -> file.write(bytes("a"), 7))
        .isInstanceOf(DiskFailedException.class)
        .hasMessageContaining(folder + "/file at byte 7");
    assertThatThrownBy(file::force).isInstanceOf(DiskFailedException.class);
    assertThatThrownBy(() -> disk.open("file/below")).isInstanceOf(DiskFailedException.class);
    assertThatThrownBy(() -> disk.rename("none", "x")).isInstanceOf(DiskFailedException.class);
    assertThatThrownBy(() -> disk.syncDirectory("none")).isInstanceOf(DiskFailedException.class);
  }

  @Test
  void aFullDiskIsToldApartFromAFailedOne() {
    IOException full = new IOException("No space left on device");
    assertThat(RealDisk.failure("x", full)).isInstanceOf(DiskFullException.class);
    IOException broken = new IOException("Input/output error");
    assertThat(RealDisk.failure("x", broken)).isInstanceOf(DiskFailedException.class);
  }

  @Test
  void aFolderIsLockedForOneOwner() {
    Optional<FolderLock> first = FolderLock.tryLock(folder.resolve("data"));
    assertThat(first).isPresent();
    assertThat(FolderLock.tryLock(folder.resolve("data"))).isEmpty();
    first.orElseThrow().close();
    first.orElseThrow().close();
    Optional<FolderLock> second = FolderLock.tryLock(folder.resolve("data"));
    assertThat(second).isPresent();
    second.orElseThrow().close();
  }
}
