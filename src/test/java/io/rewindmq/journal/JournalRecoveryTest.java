// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.testkit.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Torn is not damaged: both are made by hand here, byte by byte. */
class JournalRecoveryTest {
  private static final String FIRST = "journal/00000000000000000000.jnl";

  private final SimDisk disk = new SimDisk(1);

  /** Three entries, each in a batch that was forced before the next one was written. */
  private JournalWorld threeForced() {
    JournalWorld world = JournalWorld.over(disk);
    for (int i = 0; i < 3; i++) {
      world.append(500);
      world.force();
    }
    world.die();
    return world;
  }

  private static int at(JournalWorld.Entry entry) {
    return JournalWorld.fileOffset(entry.position(), 0);
  }

  @Test
  void damageBeforeALaterForcedBatchIsReportedWithItsPlace() {
    JournalWorld world = threeForced();
    int batchAt = at(world.entries.get(1)) - Journal.ENTRY_HEADER_BYTES - BatchHeader.BYTES;
    disk.flipBit(FIRST, (at(world.entries.get(1)) + 200) * 8 + 3);
    Map<String, byte[]> before = contents();
    assertThatThrownBy(() -> JournalWorld.over(disk))
        .isInstanceOfSatisfying(
            CorruptDataException.class,
            e -> {
              assertThat(e.file()).isEqualTo("sim:" + FIRST);
              assertThat(e.position()).isEqualTo(batchAt);
            });
    assertThat(contents()).containsExactlyEntriesOf(before);
  }

  private Map<String, byte[]> contents() {
    Map<String, byte[]> all = new TreeMap<>();
    disk.files().forEach(file -> all.put(file, disk.bytes(file)));
    return all;
  }

  @Test
  void everyFlippedBitBeforeTheLastBatchIsNoticed() {
    JournalWorld world = threeForced();
    int end = at(world.entries.get(2)) - Journal.ENTRY_HEADER_BYTES - BatchHeader.BYTES;
    List<Integer> unnoticed = new ArrayList<>();
    for (int bit = SegmentHeader.BYTES * 8; bit < end * 8; bit += 5) {
      disk.flipBit(FIRST, bit);
      try {
        JournalWorld.recovered(disk);
        unnoticed.add(bit);
      } catch (CorruptDataException noticed) {
        assertThat(noticed.file()).isEqualTo("sim:" + FIRST);
      }
      disk.flipBit(FIRST, bit);
    }
    // Only in the padding and the reserved bytes, which mean nothing.
    assertThat(unnoticed)
        .allMatch(
            bit -> {
              int inBatch = (bit / 8 - SegmentHeader.BYTES) % 576;
              return (inBatch >= 56 && inBatch < 64) || inBatch >= 64 + 506;
            });
    assertThat(JournalWorld.over(disk).numbers()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void damageInAnEarlierSegmentIsReported() {
    JournalWorld world = JournalWorld.over(disk);
    for (int i = 0; i < 50; i++) {
      world.append(3000);
      world.force();
    }
    world.die();
    int last = (int) world.report.endPosition();
    assertThat(last).isZero();
    JournalWorld.Entry lastOfFirst =
        world.entries.stream().filter(e -> e.end() < 61440).toList().getLast();
    disk.flipBit(FIRST, at(lastOfFirst) * 8);
    assertThatThrownBy(() -> JournalWorld.over(disk)).isInstanceOf(CorruptDataException.class);
  }

  @Test
  void lastBatchCutShortIsATornTail() {
    JournalWorld world = threeForced();
    JournalWorld.Entry last = world.entries.getLast();
    world.zero(FIRST, at(last) + 100, 50);
    JournalWorld again = JournalWorld.over(disk);
    assertThat(again.numbers()).containsExactly(1L, 2L);
    long begin = last.position() - Journal.ENTRY_HEADER_BYTES - BatchHeader.BYTES;
    assertThat(again.report.endPosition()).isEqualTo(begin);
    assertThat(again.report.tornFile()).isEqualTo("sim:" + FIRST);
    assertThat(again.report.tornBytes()).isEqualTo(last.end() - begin);
  }

  @Test
  void unforcedBatchesBehindATornOneAreCutTooAndNeverComeBack() {
    JournalWorld world = JournalWorld.over(disk);
    world.append(500);
    world.force();
    world.append(500, 1);
    world.write();
    world.append(500, 1);
    world.write();
    world.append(500, 1);
    world.write();
    world.die();
    world.zero(FIRST, at(world.entries.get(1)) + 7, 50);
    JournalWorld second = JournalWorld.over(disk);
    assertThat(second.numbers()).containsExactly(1L);
    assertThat(second.report.tornBytes()).isEqualTo(3 * 576);
    second.append(500); // exactly where the torn one lay
    second.force();
    second.die();
    assertThat(JournalWorld.over(disk).numbers()).containsExactly(1L, 2L);
  }

  @Test
  void batchesOfALostEpochDoNotComeBackUnderTheSameEpochNumber() {
    JournalWorld world = JournalWorld.over(disk);
    world.append(500);
    world.force();
    world.die();
    JournalWorld lost = JournalWorld.over(disk); // epoch 2
    lost.append(500);
    lost.write();
    lost.append(500);
    lost.write();
    lost.die();
    lost.zero(FIRST, at(lost.entries.get(1)) + 7, 50);
    JournalWorld same = JournalWorld.over(disk);
    assertThat(same.report.lastEpoch()).isEqualTo(1); // so this is epoch 2 again
    same.append(500);
    same.force();
    same.die();
    assertThat(JournalWorld.over(disk).numbers()).containsExactly(1L, 2L);
  }

  @Test
  void batchesInTheNextSegmentAreCutWithTheTornOneBeforeThem() {
    JournalWorld world = JournalWorld.over(disk);
    world.append(500);
    world.force();
    world.append(500);
    world.append(61_000); // in the next segment
    world.append(500);
    world.write();
    world.die();
    world.zero(FIRST, at(world.entries.get(1)) + 7, 50);
    JournalWorld again = JournalWorld.over(disk);
    assertThat(again.numbers()).containsExactly(1L);
    again.append(500);
    again.force();
    again.die();
    assertThat(JournalWorld.over(disk).numbers()).containsExactly(1L, 2L);
  }

  @Test
  void wipedBatchesStayWipedWhenPowerFailsAgain() {
    for (long seed = 1; seed <= 20; seed++) {
      SimDisk own = new SimDisk(seed);
      JournalWorld world = JournalWorld.over(own);
      world.append(500);
      world.force();
      world.die();
      JournalWorld lost = JournalWorld.over(own);
      lost.append(500);
      lost.append(61_000); // in the next segment
      lost.force();
      lost.die();
      lost.zero(FIRST, at(lost.entries.get(1)) + 7, 50);
      JournalWorld same = JournalWorld.over(own); // the same epoch again
      same.append(500);
      same.force();
      same.crash();
      assertThat(JournalWorld.over(own).numbers()).as("seed " + seed).containsExactly(1L, 2L);
    }
  }

  @Test
  void whatRecoveryFoundIsDurableThoughNobodyForcedIt() {
    for (long seed = 1; seed <= 20; seed++) {
      SimDisk own = new SimDisk(seed);
      JournalWorld world = JournalWorld.over(own);
      world.append(500, 150);
      world.write();
      world.die();
      JournalWorld found = JournalWorld.over(own);
      assertThat(found.numbers()).hasSize(150);
      assertThat(found.journal.durablePosition()).isEqualTo(found.report.endPosition());
      found.crash();
      assertThat(JournalWorld.over(own).numbers()).as("seed " + seed).hasSize(150);
    }
  }

  @Test
  void staleBytesOfARecycledSegmentAreNotTakenForItsOwn() {
    JournalWorld world = JournalWorld.over(disk);
    int recycled = 0;
    for (int i = 0; i < 300; i++) {
      world.append(3000);
      world.force();
      List<SegmentRange> closed = world.journal.closedSegments();
      if (!closed.isEmpty()) {
        world.journal.free(closed.getLast().end());
        world.threads.run();
        recycled++;
      }
      if (i % 10 == 9) {
        world.die();
        JournalWorld again = JournalWorld.over(disk);
        int kept = again.entries.size();
        int all = world.entries.size();
        assertThat(again.numbers()).isEqualTo(world.numbers().subList(all - kept, all));
        world = again;
        world.nextNumber = i + 2L;
      }
    }
    assertThat(recycled).isGreaterThan(5);
  }

  @Test
  void aDamagedSegmentHeaderStopsTheStartAndDeletesNothing() {
    threeForced();
    List<String> files = disk.files();
    disk.flipBit(FIRST, 8 * 10);
    assertThatThrownBy(() -> JournalWorld.over(disk))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(FIRST)
        .hasMessageContaining("no header of a journal segment");
    assertThat(disk.files()).isEqualTo(files);
  }

  @Test
  void aRenamedSegmentStopsTheStart() {
    threeForced();
    disk.rename(FIRST, "journal/00000000000000000064.jnl");
    assertThatThrownBy(() -> JournalWorld.over(disk))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("belongs to the segment 00000000000000000000.jnl");
  }

  @Test
  void aMissingSegmentStopsTheStart() {
    JournalWorld world = JournalWorld.over(disk);
    world.append(3000, 100);
    world.force();
    world.die();
    disk.delete(disk.files().get(1));
    assertThatThrownBy(() -> JournalWorld.over(disk))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("is missing");
  }

  @Test
  void leftOversOfAnInterruptedPreparationAreDeleted() {
    threeForced();
    disk.replace("journal/00000000000000061440.jnl.new", new byte[100]);
    disk.replace("journal/00000000000000000000.jnl.free", new byte[100]);
    assertThat(JournalWorld.over(disk).numbers()).containsExactly(1L, 2L, 3L);
    assertThat(disk.files()).noneMatch(file -> !file.endsWith(".jnl"));
  }

  @Test
  void entriesThatDoNotFillTheirBatchAreDamage() {
    JournalWorld world = threeForced();
    int at = at(world.entries.getFirst()) - Journal.ENTRY_HEADER_BYTES;
    byte[] bytes = disk.bytes(FIRST);
    bytes[at] = 0x7f;
    BatchHeader header = new BatchHeader(1, 0, 0, 0, 506, 1);
    java.nio.ByteBuffer batch = java.nio.ByteBuffer.wrap(bytes, SegmentHeader.BYTES, 576).slice();
    header.seal(batch, new java.util.zip.CRC32C());
    disk.replace(FIRST, bytes);
    assertThatThrownBy(() -> JournalWorld.over(disk))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("entry 0 of a batch has the length");
  }
}
