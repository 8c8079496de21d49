// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.record.EpochStart;
import io.rewindmq.testkit.SimDisk;
import io.rewindmq.testkit.SimRandom;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A journal that takes another one's batches as they are. */
class JournalFollowTest {
  private final SimDisk primaryDisk = new SimDisk(1);
  private final SimDisk backupDisk = new SimDisk(2);
  private final List<Long> followed = new ArrayList<>();

  private static ByteBuffer copy(@Nullable ByteBuffer given) {
    ByteBuffer batch = Objects.requireNonNull(given);
    return ByteBuffer.allocate(batch.remaining()).put(batch.duplicate()).flip();
  }

  /** Gives the backup all that the primary has written and it has not; returns how many batches. */
  private int feed(JournalWorld primary, JournalWorld backup, long from) {
    int count = 0;
    long at = from;
    for (ByteBuffer batch = primary.journal.batchFrom(at);
        batch != null;
        batch = primary.journal.batchFrom(at)) {
      at = backup.journal.follow(copy(batch), this::note);
      count++;
    }
    return count;
  }

  private void note(long position, byte kind, byte version, ByteBuffer payload) {
    followed.add(payload.getLong());
  }

  @Test
  void holdsTheSameEntriesAtTheSamePlacesAcrossSegments() {
    JournalWorld primary = JournalWorld.over(primaryDisk);
    JournalWorld backup = JournalWorld.recovered(backupDisk);
    SimRandom random = new SimRandom(3);
    long fed = 0;
    for (int i = 0; i < 60; i++) {
      primary.append(random.between(8, 3_000), random.between(1, 5));
      primary.force();
      int _ = feed(primary, backup, fed);
      fed = backup.journal.openEnd();
      backup.force();
    }

    assertThat(backup.journal.openEnd()).isEqualTo(primary.journal.openEnd());
    assertThat(backup.journal.forcedPosition()).isEqualTo(primary.journal.openEnd());
    assertThat(followed).isEqualTo(primary.numbers());
    assertThat(backup.disk.files().size()).isGreaterThan(2);

    backup.crash();
    JournalWorld again = JournalWorld.recovered(backupDisk);
    assertThat(again.entries).extracting(JournalWorld.Entry::number).isEqualTo(primary.numbers());
    assertThat(again.entries)
        .extracting(JournalWorld.Entry::position)
        .isEqualTo(primary.entries.stream().map(JournalWorld.Entry::position).toList());
    assertThat(again.journal.epochs()).isEqualTo(primary.journal.epochs());
  }

  @Test
  void takesAnUnforcedTailForTornWhateverThePrimaryHadForced() {
    for (int seed = 1; seed <= 100; seed++) {
      SimDisk disk = new SimDisk(seed);
      JournalWorld primary = JournalWorld.over(new SimDisk(seed));
      JournalWorld backup = JournalWorld.recovered(disk);
      primary.append(600, 3);
      primary.force();
      int _ = feed(primary, backup, 0);
      backup.force();
      long durable = backup.journal.openEnd();
      for (int i = 0; i < 8; i++) {
        primary.append(600, 2);
        primary.force(); // each header says that everything before is on the primary's device
        int _ = feed(primary, backup, backup.journal.openEnd());
        backup.write();
      }
      backup.crash();

      JournalWorld again = JournalWorld.recovered(disk); // would refuse if it took that for damage

      assertThat(again.report.endPosition()).isGreaterThanOrEqualTo(durable);
    }
  }

  @Test
  void cutsOffWhatThePrimaryHasNotAndFollowsOn() {
    JournalWorld primary = JournalWorld.over(primaryDisk);
    JournalWorld backup = JournalWorld.recovered(backupDisk);
    primary.append(500, 4);
    primary.force();
    int _ = feed(primary, backup, 0);
    backup.force();
    long common = backup.journal.openEnd();
    backup.journal.startEpoch(7);
    backup.append(800, 30);
    backup.force();
    backup.die();
    primary.journal.startEpoch(8);
    primary.append(300, 2);
    primary.force();

    JournalWorld again = JournalWorld.recovered(backupDisk, common);
    assertThat(again.report.endPosition()).isEqualTo(common);
    assertThat(feed(primary, again, common)).isEqualTo(1);
    again.force();
    again.crash();

    JournalWorld last = JournalWorld.recovered(backupDisk);
    assertThat(last.numbers()).isEqualTo(primary.numbers());
    assertThat(last.journal.epochs())
        .containsExactly(new EpochStart(1, 0), new EpochStart(8, common));
  }

  @Test
  void finishesACutThatWasInterrupted() {
    int untouched = 0;
    int finished = 0;
    for (int operation = 0; operation < 60; operation++) {
      SimDisk disk = new SimDisk(operation);
      JournalWorld world = JournalWorld.over(disk);
      world.append(700, 3);
      world.force();
      long cut = world.journal.openEnd();
      for (int i = 0; i < 12; i++) {
        world.append(700, 3);
        world.force();
      }
      long end = world.journal.openEnd();
      world.die();
      disk.stopAt(disk.operations() + operation);
      try {
        JournalWorld _ = JournalWorld.recovered(disk, cut);
      } catch (SimDisk.MachineStopped stopped) {
        assertThat(stopped).isNotNull();
      }
      disk.crash();

      long found = JournalWorld.recovered(disk).report.endPosition();

      assertThat(found).isIn(cut, end);
      untouched += found == end ? 1 : 0;
      finished += found == cut ? 1 : 0;
    }
    assertThat(untouched).isPositive();
    assertThat(finished).isGreaterThan(20);
  }

  @Test
  void refusesWhatIsDamagedOrDoesNotFollow() {
    JournalWorld primary = JournalWorld.over(primaryDisk);
    JournalWorld backup = JournalWorld.recovered(backupDisk);
    primary.append(100);
    primary.force();
    primary.append(100);
    primary.force();
    ByteBuffer first = copy(primary.journal.batchFrom(0));
    ByteBuffer second = copy(primary.journal.batchFrom(Journal.endOf(first)));
    ByteBuffer damaged = copy(first).put(80, (byte) 1);

    assertThatThrownBy(() -> backup.journal.follow(damaged, this::note))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("checksum");
    assertThatThrownBy(() -> backup.journal.follow(second, this::note))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("this journal ends at 0");
    assertThat(followed).isEmpty();
    assertThat(backup.journal.follow(first, this::note)).isEqualTo(192);
  }

  @Test
  void tellsNothingDurableBeyondWhatIsReplicated() {
    JournalWorld primary = JournalWorld.over(primaryDisk);
    primary.append(100);
    primary.journal.replicatedTo(64);
    primary.force();

    assertThat(primary.journal.durablePosition()).isEqualTo(64);
    assertThat(primary.journal.writtenPosition()).isEqualTo(64);
    assertThat(primary.journal.forcedPosition()).isEqualTo(primary.journal.openEnd());
  }
}
