// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.platform.disk.DiskFile;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The fake must be as bad as it says, and no worse. */
class SimDiskTest {
  private static final int SECTOR = SimFileContent.SECTOR_BYTES;

  private static ByteBuffer filled(int bytes, int value) {
    byte[] data = new byte[bytes];
    Arrays.fill(data, (byte) value);
    return ByteBuffer.wrap(data);
  }

  private static SimDisk withForcedFile(long seed, int bytes) {
    SimDisk disk = new SimDisk(seed);
    DiskFile file = disk.open("f/file");
    file.write(filled(bytes, 1), 0);
    file.force();
    disk.syncDirectory("f");
    disk.syncDirectory("");
    return disk;
  }

  @Test
  void whatWasForcedAndSyncedIsThereAfterACrash() {
    for (long seed = 0; seed < 50; seed++) {
      SimDisk disk = withForcedFile(seed, 3000);
      disk.crash();
      assertThat(disk.bytes("f/file")).isEqualTo(filled(3000, 1).array());
    }
  }

  @Test
  void everySectorOfAnUnforcedWriteIsLostOrKeptByItself() {
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      SimDisk disk = withForcedFile(seed, 3 * SECTOR);
      disk.open("f/file").write(filled(2 * SECTOR, 2), SECTOR);
      disk.crash();
      byte[] found = disk.bytes("f/file");
      seen.add(found[0] + "" + found[SECTOR] + found[2 * SECTOR] + found[3 * SECTOR - 1]);
    }
    assertThat(seen).containsExactlyInAnyOrder("1111", "1211", "1122", "1222");
  }

  @Test
  void aSectorTakesAnyOfItsStates() {
    Set<Byte> seen = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      SimDisk disk = withForcedFile(seed, SECTOR);
      DiskFile file = disk.open("f/file");
      file.write(filled(SECTOR, 2), 0);
      file.write(filled(SECTOR, 3), 0);
      disk.crash();
      seen.add(disk.bytes("f/file")[0]);
    }
    assertThat(seen).containsExactlyInAnyOrder((byte) 1, (byte) 2, (byte) 3);
  }

  @Test
  void growthMayStayWithoutItsBytes() {
    Set<String> seen = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      SimDisk disk = withForcedFile(seed, SECTOR);
      disk.open("f/file").write(filled(SECTOR, 2), SECTOR);
      disk.crash();
      byte[] found = disk.bytes("f/file");
      seen.add(found.length / SECTOR + "" + found[found.length - 1]);
    }
    assertThat(seen).containsExactlyInAnyOrder("11", "20", "22");
  }

  @Test
  void anUnsyncedNameMayHaveItsOldOrNewState() {
    Set<Object> seen = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      SimDisk disk = withForcedFile(seed, 10);
      disk.rename("f/file", "f/new");
      disk.crash();
      seen.add(disk.list("f"));
    }
    assertThat(seen).hasSize(4); // old, new, both, none
  }

  @Test
  void afterAKillEverythingIsThereButNotForced() {
    Set<Byte> seen = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      SimDisk disk = withForcedFile(seed, SECTOR);
      DiskFile file = disk.open("f/file");
      file.write(filled(SECTOR, 2), 0);
      disk.kill();
      assertThat(disk.bytes("f/file")[0]).isEqualTo((byte) 2);
      assertThatThrownBy(file::force).isInstanceOf(SimDisk.MachineStopped.class);
      disk.crash();
      seen.add(disk.bytes("f/file")[0]);
    }
    assertThat(seen).hasSize(2);
  }

  @Test
  void aForceAfterAFailedOneLies() {
    Set<Byte> seen = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      SimDisk disk = withForcedFile(seed, SECTOR);
      DiskFile file = disk.open("f/file");
      file.write(filled(SECTOR, 2), 0);
      disk.failForceAt(disk.forces());
      assertThatThrownBy(file::force).isInstanceOf(DiskFailedException.class);
      file.force();
      disk.crash();
      seen.add(disk.bytes("f/file")[0]);
    }
    assertThat(seen).hasSize(2);
  }

  @Test
  void aFullDiskCutsAWriteThatGrowsAFile() {
    SimDisk disk = withForcedFile(1, 100);
    disk.setFreeBytes(50);
    DiskFile file = disk.open("f/file");
    file.write(filled(100, 2), 0);
    assertThatThrownBy(() -> file.write(filled(100, 3), 60)).isInstanceOf(DiskFullException.class);
    assertThat(file.size()).isBetween(100L, 150L);
    disk.delete("f/file");
    assertThat(disk.usableBytes()).isEqualTo(150);
  }

  @Test
  void theMachineStopsAtTheOperationAndNothingHappensAfterwards() {
    SimDisk disk = withForcedFile(1, 100);
    DiskFile file = disk.open("f/file");
    disk.stopAt(disk.operations() + 1);
    file.write(filled(10, 2), 0);
    assertThatThrownBy(() -> file.write(filled(10, 3), 0))
        .isInstanceOf(SimDisk.MachineStopped.class);
    assertThatThrownBy(file::force).isInstanceOf(SimDisk.MachineStopped.class);
    assertThatThrownBy(() -> disk.delete("f/file")).isInstanceOf(SimDisk.MachineStopped.class);
    disk.crash();
    disk.open("f/file").write(filled(10, 4), 0);
  }
}
