// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.InvariantError;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.testkit.SimDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
  private final SimDisk disk = new SimDisk(1);

  @Test
  void findsEveryEntryAgainAtItsPosition() {
    JournalWorld world = JournalWorld.over(disk);
    for (int i = 8; i < 600; i += 7) {
      world.append(i);
    }
    world.force();
    world.die();
    JournalWorld again = JournalWorld.over(disk);
    assertThat(again.numbers()).isEqualTo(world.numbers());
    assertThat(again.entries.stream().map(JournalWorld.Entry::position))
        .isEqualTo(world.entries.stream().map(JournalWorld.Entry::position).toList());
    assertThat(again.report.entries()).isEqualTo(world.entries.size());
    assertThat(again.report.tornBytes()).isZero();
    assertThat(again.journal.epoch()).isEqualTo(2);
  }

  @Test
  void batchFillsWhileTheWriterIsBusyAndOneForceServesAll() {
    JournalWorld world = JournalWorld.over(disk);
    world.threads.run();
    world.append(100);
    world.journal.requireForce();
    world.journal.flush();
    long before = disk.forces();
    long firstEnd = world.journal.openEnd();
    for (int i = 0; i < 50; i++) {
      world.append(100);
      world.journal.requireForce();
      world.journal.flush();
    }
    assertThat(world.threads.waiting(ThreadRole.JOURNAL_WRITER)).isEqualTo(1);
    world.threads.run();
    assertThat(world.durable).isEqualTo(firstEnd);
    world.journal.flush();
    world.threads.run();
    assertThat(world.durable).isEqualTo(world.journal.openEnd());
    assertThat(disk.forces() - before).isEqualTo(2);
  }

  @Test
  void forcesOnlyWhenAsked() {
    JournalWorld world = JournalWorld.over(disk);
    world.threads.run();
    long before = disk.forces();
    world.append(100);
    world.write();
    assertThat(disk.forces()).isEqualTo(before);
    assertThat(world.journal.writtenPosition()).isEqualTo(world.journal.openEnd());
    assertThat(world.journal.durablePosition()).isLessThan(world.journal.openEnd());
    world.force(); // nothing to write
    assertThat(disk.forces()).isEqualTo(before + 1);
    assertThat(world.journal.durablePosition()).isEqualTo(world.journal.openEnd());
  }

  @Test
  void flushWithNothingToDoDoesNothing() {
    JournalWorld world = JournalWorld.over(disk);
    world.threads.run();
    world.journal.flush();
    assertThat(world.threads.waiting(ThreadRole.JOURNAL_WRITER)).isZero();
  }

  @Test
  void anEntryMayBeLargerThanAChunkAndNearlyAsLargeAsASegment() {
    JournalWorld world = JournalWorld.over(disk);
    world.append(100);
    world.append(JournalWorld.SMALL.chunkBytes() * 3);
    world.append(100);
    world.append(JournalWorld.SMALL.payloadBytesMax());
    world.append(100);
    assertThat(world.entries).allMatch(e -> world.isIntact(e, tail(world, e)));
    world.force();
    assertThat(world.entries).allMatch(world::isReadable);
    world.crash();
    assertThat(JournalWorld.over(disk).numbers()).isEqualTo(world.numbers());
  }

  private static ByteBuffer tail(JournalWorld world, JournalWorld.Entry entry) {
    ByteBuffer found = world.journal.tail(entry.position(), entry.bytes());
    return found == null ? ByteBuffer.allocate(8) : found;
  }

  @Test
  void refusesAnEntryLargerThanASegment() {
    JournalWorld world = JournalWorld.over(disk);
    int tooMany = JournalWorld.SMALL.payloadBytesMax() + 1;
    assertThatThrownBy(() -> world.append(tooMany))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at most " + (tooMany - 1));
    assertThat(world.journal.hasRoomFor(tooMany, true)).isFalse();
    world.append(100);
    world.force();
  }

  @Test
  void tailCacheStaysWithinItsBound() {
    JournalWorld world = JournalWorld.over(disk);
    for (int i = 0; i < 200; i++) {
      world.append(3000);
      world.write();
      assertThat(world.journal.tailCacheBytes())
          .isLessThanOrEqualTo(JournalWorld.SMALL.tailCacheBytes());
    }
    JournalWorld.Entry newest = world.entries.getLast();
    JournalWorld.Entry oldest = world.entries.getFirst();
    assertThat(world.isIntact(newest, world.journal.tail(newest.position(), newest.bytes())))
        .isTrue();
    assertThat(world.journal.tail(oldest.position(), oldest.bytes())).isNull();
    assertThat(world.isReadable(oldest)).isTrue();
    assertThat(world.journal.tail(newest.position(), 1 << 20)).isNull();
  }

  @Test
  void whatIsNotWrittenStaysInMemoryBeyondTheBound() {
    JournalWorld world = JournalWorld.over(disk);
    world.append(3000, 60);
    assertThat(world.entries).allMatch(e -> world.isIntact(e, tail(world, e)));
    assertThat(world.journal.unwrittenBytes()).isGreaterThan(60 * 3000);
    world.force();
    assertThat(world.journal.unwrittenBytes()).isZero();
    world.append(3000);
    assertThat(world.journal.tailCacheBytes())
        .isLessThanOrEqualTo(JournalWorld.SMALL.tailCacheBytes());
    world.force();
    assertThat(world.entries).allMatch(world::isReadable);
  }

  @Test
  void tailSlicesStayValidUntilTheTurnEnds() {
    JournalWorld world = JournalWorld.over(disk);
    JournalWorld.Entry big = world.append(20_000);
    world.append(3000, 30);
    world.force();
    ByteBuffer slice = tail(world, big);
    ByteBuffer small = tail(world, world.entries.get(1));
    world.append(3000, 40); // evicts everything written
    assertThat(world.journal.tail(big.position(), big.bytes())).isNull();
    assertThat(world.isIntact(big, slice)).isTrue();
    assertThat(world.isIntact(world.entries.get(1), small)).isTrue();
    world.force();
  }

  @Test
  void freedSegmentsAreUsedAgain() {
    JournalWorld world = JournalWorld.over(disk);
    for (int i = 0; i < 200; i++) {
      world.append(3000);
      world.force();
      List<SegmentRange> closed = world.journal.closedSegments();
      if (closed.size() == 2) {
        world.journal.free(closed.getLast().end());
        world.threads.run();
      }
    }
    assertThat(disk.files().size()).isLessThan(10);
    assertThat(world.journal.sizeBytes()).isLessThan(5L * JournalWorld.SMALL.segmentBytes());
    long oldest = world.journal.closedSegments().isEmpty() ? 0 : 1;
    world.crash();
    JournalWorld again = JournalWorld.over(disk);
    List<Long> expected = world.numbers().subList(world.entries.size() - again.entries.size(), 200);
    assertThat(again.numbers()).isEqualTo(expected).hasSizeGreaterThan((int) oldest);
    again.append(100);
    again.force();
  }

  @Test
  void freesNothingThatIsNotCompletelyWritten() {
    JournalWorld world = JournalWorld.over(disk);
    world.append(3000, 60);
    world.journal.free(Long.MAX_VALUE);
    world.force();
    assertThat(world.entries).allMatch(world::isReadable);
    assertThat(world.journal.closedSegments()).hasSize(2);
  }

  @Test
  void readingNamesAPositionThatNoSegmentHolds() {
    JournalWorld world = JournalWorld.over(disk);
    world.append(3000, 60);
    world.force();
    JournalWorld.Entry first = world.entries.getFirst();
    world.journal.free(world.journal.closedSegments().getFirst().end());
    assertThatThrownBy(() -> world.isReadable(first))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("no segment holds 3000 bytes");
    assertThatThrownBy(() -> world.journal.read(1L << 40, ByteBuffer.allocate(1)))
        .isInstanceOf(CorruptDataException.class);
  }

  @Test
  void firstFailedForceIsFinal() {
    JournalWorld world = JournalWorld.over(disk);
    world.append(100);
    world.force();
    world.append(100);
    disk.failForceAt(disk.forces());
    world.journal.requireForce();
    world.journal.flush();
    world.append(100); // not known yet
    world.threads.run();
    assertThat(world.failures).hasSize(1);
    List<Runnable> calls = new ArrayList<>();
    calls.add(() -> world.append(100));
    calls.add(world.journal::flush);
    calls.add(() -> world.journal.hasRoomFor(1, true));
    calls.add(() -> world.journal.free(0));
    calls.add(() -> world.journal.startEpoch(9));
    assertThat(calls)
        .allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOf(DiskFailedException.class));
    assertThat(world.failures).hasSize(1);
    assertThat(world.durableNumbers()).containsExactly(1L);
    world.crash();
    assertThat(JournalWorld.over(disk).numbers()).startsWith(1L);
  }

  @Test
  void failedWriteIsFinal() {
    JournalWorld world = JournalWorld.over(disk);
    world.threads.run();
    disk.failWrites(true);
    world.append(100);
    world.write();
    assertThat(world.failures).hasSize(1);
    assertThat(world.completions).isZero();
    world.journal.close();
  }

  @Test
  void failureInTheBackgroundIsFinalToo() {
    JournalWorld world = JournalWorld.over(disk);
    disk.failWrites(true);
    assertThat(world.threads.step(ThreadRole.HOUSEKEEPER)).isTrue();
    world.threads.run();
    assertThat(world.failures).hasSize(1);
    assertThatThrownBy(() -> world.append(8)).isInstanceOf(DiskFailedException.class);
  }

  @Test
  void epochsMustRise() {
    JournalWorld world = JournalWorld.over(disk);
    assertThatThrownBy(() -> world.journal.startEpoch(1)).isInstanceOf(InvariantError.class);
    world.append(8);
    world.journal.startEpoch(7);
    world.append(8);
    world.force();
    world.die();
    assertThat(JournalWorld.over(disk).report.lastEpoch()).isEqualTo(7);
  }

  @Test
  void rollsWithoutTheHousekeeperWhenItIsTooSlow() {
    JournalWorld world = JournalWorld.over(disk);
    world.append(3000, 200); // nothing ran in the background
    assertThat(world.threads.waiting(ThreadRole.HOUSEKEEPER)).isEqualTo(1);
    world.force();
    world.crash();
    assertThat(JournalWorld.over(disk).numbers()).isEqualTo(world.numbers());
  }

  @Test
  void otherSegmentSizesComeIntoUseAtOnce() {
    JournalWorld world = JournalWorld.over(disk);
    world.append(100);
    world.force();
    world.crash();
    JournalOptions larger = new JournalOptions(128 << 10, 64 << 10, 8 << 10, 8 << 10, 1);
    JournalWorld again = JournalWorld.over(disk, larger, 2);
    again.append(larger.payloadBytesMax());
    again.append(100);
    again.force();
    again.crash();
    JournalWorld third = JournalWorld.over(disk);
    third.append(100);
    third.append(JournalWorld.SMALL.payloadBytesMax());
    third.force();
    third.die();
    assertThat(JournalWorld.over(disk).numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void recoversWithEmptyPreparedSegmentsOnly() {
    JournalWorld world = JournalWorld.over(disk);
    world.threads.run();
    world.journal.close();
    JournalWorld again = JournalWorld.over(disk);
    assertThat(again.report).isEqualTo(new RecoveryReport(0, 0, 0, "", 0, 0));
  }
}
