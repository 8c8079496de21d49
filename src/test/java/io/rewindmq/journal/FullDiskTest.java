// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.testkit.SimDisk;
import io.rewindmq.testkit.SimRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class FullDiskTest {
  private static final int SEGMENT = JournalWorld.SMALL.segmentBytes();

  private final SimDisk disk = new SimDisk(1);

  /** Appends as producers do until there is no room for them. */
  private static void fill(JournalWorld world, int payloadBytes) {
    while (world.journal.hasRoomFor(payloadBytes, false)) {
      world.append(payloadBytes);
      world.force();
    }
  }

  @Test
  void saysNoWhileTheReserveIsThereForEssentialEntries() {
    JournalWorld world = JournalWorld.over(disk);
    world.threads.run();
    disk.setFreeBytes(SEGMENT);
    fill(world, 1000);
    assertThat(world.entries).hasSizeGreaterThan(100);
    int essential = 0;
    while (world.journal.hasRoomFor(100, true)) {
      world.append(100);
      world.force();
      essential++;
      assertThat(world.journal.hasRoomFor(1000, false)).isFalse();
    }
    assertThat(essential * 192).isGreaterThan(JournalWorld.SMALL.reserveBytes() - 512);
    while (fitsBlindly(world)) {
      world.force();
    }
    world.force();
    assertThat(world.failures).isEmpty();
    assertThat(world.durableNumbers()).isEqualTo(world.numbers());
  }

  private static boolean fitsBlindly(JournalWorld world) {
    try {
      world.append(100);
      return true;
    } catch (JournalFullException full) {
      return false;
    }
  }

  @Test
  void saysYesAgainByItselfWhenRoomComesBack() {
    JournalWorld world = JournalWorld.over(disk);
    disk.setFreeBytes(SEGMENT);
    fill(world, 1000);
    disk.setFreeBytes(10L * SEGMENT);
    int calls = 0;
    while (!world.journal.hasRoomFor(1000, false)) {
      world.threads.run();
      assertThat(++calls).isLessThan(2000);
    }
    world.append(1000, 100);
    world.force();
    assertThat(world.failures).isEmpty();
  }

  @Test
  void freedSegmentsMakeRoomOnAFullDisk() {
    JournalWorld world = JournalWorld.over(disk);
    world.threads.run();
    disk.setFreeBytes(0);
    fill(world, 1000);
    List<SegmentRange> closed = world.journal.closedSegments();
    world.journal.free(closed.getFirst().end());
    world.threads.run();
    assertThat(world.journal.hasRoomFor(1000, false)).isTrue();
    fill(world, 1000);
    assertThat(world.failures).isEmpty();
  }

  @Test
  void aFullDiskIsNotAskedForEveryMessage() {
    JournalWorld world = JournalWorld.over(disk);
    disk.setFreeBytes(0);
    fill(world, 1000);
    world.threads.run();
    int asked = 0;
    for (int i = 0; i < 1000; i++) {
      assertThat(world.journal.hasRoomFor(1000, false)).isFalse();
      asked += world.threads.step() ? 1 : 0;
    }
    assertThat(asked).isLessThan(20);
  }

  @Test
  void aLargeEntryWaitsForTwoSegments() {
    JournalWorld world = JournalWorld.over(disk);
    assertThat(world.journal.hasRoomFor(JournalWorld.SMALL.payloadBytesMax(), false)).isTrue();
    world.append(JournalWorld.SMALL.payloadBytesMax());
    world.force();
    assertThat(world.failures).isEmpty();
  }

  @Test
  void anUntrueAnswerOfTheSystemAboutRoomIsSurvived() {
    JournalWorld world = JournalWorld.over(disk);
    world.threads.run();
    disk.setFreeBytes(2L * SEGMENT + 100);
    fill(world, 1000);
    assertThat(world.failures).isEmpty();
    assertThat(disk.files()).noneMatch(file -> file.endsWith(".new"));
    world.crash();
    disk.setFreeBytes(1L << 30);
    assertThat(JournalWorld.over(disk).numbers()).isEqualTo(world.numbers());
  }

  @Test
  void cannotBeginWithoutRoom() {
    disk.setFreeBytes(100);
    assertThatThrownBy(() -> JournalWorld.over(disk)).isInstanceOf(DiskFullException.class);
    assertThat(disk.files()).isEmpty();
    disk.setFreeBytes(1 << 30);
    JournalWorld.over(disk).append(8);
  }

  @Test
  void yesMeansThatTheNextEntryFits() {
    for (long seed = 1; seed <= 200; seed++) {
      SimDisk small = new SimDisk(seed);
      SimRandom random = new SimRandom(seed);
      JournalWorld world = JournalWorld.over(small, JournalWorld.SMALL, seed);
      small.setFreeBytes(random.nextInt(5 * SEGMENT));
      for (int i = 0; i < 150; i++) {
        int bytes = random.chance(0.1) ? random.between(8, 61_000) : random.between(8, 3000);
        if (world.journal.hasRoomFor(bytes, random.chance(0.3))) {
          world.append(bytes);
        }
        if (random.nextBoolean()) {
          world.journal.flush();
          world.threads.step();
        }
      }
      world.force();
      assertThat(world.failures).as("seed " + seed).isEmpty();
      assertThat(world.durableNumbers()).as("seed " + seed).isEqualTo(world.numbers());
    }
  }
}
