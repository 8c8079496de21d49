// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.log.CrashDisk;
import io.rewindmq.log.NeededOffsets;
import io.rewindmq.log.RetentionOptions;
import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.Run;
import io.rewindmq.record.RunBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogStoreTest {
  private static final PartitionKey A = new PartitionKey(1, 0);
  private static final PartitionKey B = new PartitionKey(1, 1);
  private static final PartitionKey C = new PartitionKey(30, 0);
  private static final RetentionOptions NOTHING = new RetentionOptions(0, 0);

  private final StoreWorld world = new StoreWorld(1);

  @Test
  void materializesEveryPartition() {
    world.appendSome(200, A, B, C);
    Map<PartitionKey, Long> ends = world.materialize();
    assertThat(ends).containsOnlyKeys(A, B, C);
    for (PartitionKey key : List.of(A, B, C)) {
      long end = world.appended(key).getLast().endOffset();
      assertThat(ends).containsEntry(key, end);
      assertThat(world.store.logEnd(key)).isEqualTo(end);
      assertThat(world.store.logStart(key)).isZero();
      assertThat(world.messagesInLog(key)).isEqualTo(world.messagesBelow(key, end));
    }
    assertThat(world.store.bytes())
        .isEqualTo(world.store.logBytes(A) + world.store.logBytes(B) + world.store.logBytes(C))
        .isPositive();
    assertThat(world.faults).isEmpty();
  }

  @Test
  void readsTheJournalInFewStepsAndMergesSmallRuns() {
    for (int i = 0; i < 1000; i++) {
      world.append(A, 1, 0);
    }
    world.materialize();
    assertThat(world.journalReads).isEqualTo(1);
    assertThat(world.fetchLog(A, 0).runs)
        .hasSize(1)
        .first()
        .extracting(RunBytes::count)
        .isEqualTo(1000);
  }

  @Test
  void cutsBigRuns() {
    world.append(A, 10_000, 28);
    world.materialize();
    List<RunBytes> first = world.fetchLog(A, 5000).runs;
    assertThat(first).hasSize(1);
    assertThat(first.getFirst().bytes()).isLessThanOrEqualTo(RunCopier.RUN_BYTES_MAX);
    assertThat(world.messagesInLog(A)).isEqualTo(world.messagesBelow(A, 10_000));
  }

  @Test
  void runsThatAreThereAlreadyAreSkipped() {
    world.appendSome(20, A);
    List<Run> first = new ArrayList<>(world.inJournal(A));
    long end = first.get(9).endOffset();
    world.setInJournal(A, first.subList(0, 10));
    world.materialize();
    assertThat(world.store.logEnd(A)).isEqualTo(end);
    world.setInJournal(A, first);
    world.materialize();
    assertThat(world.messagesInLog(A)).isEqualTo(world.messagesBelow(A, Long.MAX_VALUE));
  }

  @Test
  void droppedRunsRaiseTheEndAndStoreNothing() {
    world.append(A, 5, 0);
    world.append(A, 5, 0);
    world.append(A, 5, 0);
    world.append(B, 3, 0);
    world.inJournal(A).replaceAll(run -> run.baseOffset() == 5 ? run : run.dropped());
    world.inJournal(B).replaceAll(Run::dropped);
    assertThat(world.materialize()).isEqualTo(Map.of(A, 15L, B, 3L));
    assertThat(world.disk.files()).allMatch(name -> name.startsWith("log/1/0/"));
    assertThat(world.messagesInLog(A)).isEqualTo(world.messagesBelow(A, 10).subList(5, 10));
    world.restart();
    assertThat(world.store.logEnd(A)).isEqualTo(15);
    assertThat(world.store.logEnd(B)).isZero(); // it has no file
    world.append(B, 3, 0);
    assertThat(world.materialize()).containsEntry(B, 6L);
    world.restart();
    assertThat(world.messagesInLog(B)).isEqualTo(world.messagesBelow(B, 6).subList(3, 6));
  }

  @Test
  void nothingToMaterializeIsAnsweredLater() {
    List<Map<PartitionKey, Long>> answers = new ArrayList<>();
    world.store.materialize(Map.of(), answers::add);
    assertThat(answers).isEmpty();
    world.run();
    assertThat(answers).containsExactly(Map.of());
  }

  @Test
  void aFlippedBitInTheJournalIsFoundAndNamed() {
    world.append(A, 3, 0);
    Run damaged = world.append(B, 3, 0);
    world.append(C, 3, 0);
    world.flipJournalBit((damaged.position() + 72 + 20) * 8);
    assertThat(world.materialize()).isEqualTo(Map.of(A, 3L, C, 3L));
    assertThat(world.faults)
        .containsExactly(
            "corrupt 1/1: journal is damaged at byte "
                + (damaged.position() + 72)
                + ": message with offset 1: checksum is wrong");
    assertThat(world.messagesInLog(B)).isEmpty();

    StoreWorld.Fetched fetched = new StoreWorld.Fetched();
    world.store.fetchJournal(B, List.of(damaged), fetched);
    world.run();
    assertThat(fetched.damage).hasSize(1);
    assertThat(fetched.damage.getFirst().position()).isEqualTo(damaged.position() + 72);
  }

  @Test
  void damageLeavesNothingHalfDone() {
    world.appendSome(40, B);
    Run damaged = world.append(B, 2000, 28);
    world.flipJournalBit((damaged.endPosition() - 1) * 8);
    assertThat(world.materialize()).isEmpty();
    assertThat(world.messagesInLog(B)).isEmpty();
    world.flipJournalBit((damaged.endPosition() - 1) * 8);
    assertThat(world.materialize()).containsOnlyKeys(B);
    assertThat(world.messagesInLog(B)).isEqualTo(world.messagesBelow(B, Long.MAX_VALUE));
  }

  @Test
  void fetchesRunsFromTheJournal() {
    world.appendSome(60, A, B);
    world.append(A, 2, 1 << 20); // longer than one read
    world.appendSome(60, A, B);
    StoreWorld.Fetched fetched = new StoreWorld.Fetched();
    world.store.fetchJournal(A, world.inJournal(A), fetched);
    assertThat(fetched.answers).isZero();
    world.run();
    assertThat(fetched.runs).isEqualTo(world.appended(A));
    assertThat(world.journalReads).isLessThan(6);
  }

  @Test
  void answersEveryFetchThoughTheReaderIsBusy() {
    world.appendSome(50, A);
    world.materialize();
    List<StoreWorld.Fetched> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      StoreWorld.Fetched fetched = new StoreWorld.Fetched();
      world.store.fetchLog(A, i % 20, 1, fetched);
      all.add(fetched);
    }
    world.run();
    assertThat(all).allMatch(fetched -> fetched.answers == 1 && fetched.runs.size() == 1);
  }

  @Test
  void findsOffsetsByTime() {
    world.appendSome(300, A);
    world.materialize();
    for (RunBytes run : world.appended(A)) {
      long expected =
          world.appended(A).stream()
              .filter(other -> other.appendTimeMillis() >= run.appendTimeMillis())
              .findFirst()
              .orElseThrow()
              .baseOffset();
      assertThat(offsetAt(A, run.appendTimeMillis())).isEqualTo(expected);
    }
    assertThat(offsetAt(A, Long.MAX_VALUE)).isEqualTo(world.store.logEnd(A));
    assertThat(offsetAt(B, 5)).isZero();
  }

  private long offsetAt(PartitionKey key, long millis) {
    List<Long> found = new ArrayList<>();
    world.store.offsetAt(key, millis, found::add);
    world.run();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void damageInALogConcernsItsFetchesOnly() {
    world.appendSome(100, A, B);
    world.materialize();
    String file =
        world.disk.files().stream().filter(name -> name.endsWith(".log")).findFirst().orElseThrow();
    assertThat(file).startsWith("log/1/0/");
    world.disk.flipBit(file, 70 * 8);
    world.restart();
    StoreWorld.Fetched fetched = world.fetchLog(A, 0);
    assertThat(fetched.damage).hasSize(1);
    assertThat(fetched.damage.getFirst().file()).isEqualTo("disk:" + file);
    assertThat(world.messagesInLog(B)).isNotEmpty();
    assertThat(offsetAt(A, 0)).isZero();
    assertThat(world.faults).hasSize(1).first().asString().startsWith("corrupt 1/0: disk:" + file);
  }

  @Test
  void aFullDiskIsReportedAndTriedAgain() {
    world.appendSome(100, A);
    world.disk.setFreeBytes(3000);
    assertThat(world.materialize()).isEmpty();
    assertThat(world.faults).containsExactly("full");
    assertThat(world.store.logEnd(A)).isZero();
    world.disk.setFreeBytes(Long.MAX_VALUE);
    assertThat(world.materialize()).containsOnlyKeys(A);
    assertThat(world.messagesInLog(A)).isEqualTo(world.messagesBelow(A, Long.MAX_VALUE));
  }

  @Test
  void aFailedForceIsReported() {
    world.appendSome(10, A);
    world.disk.failForce();
    assertThat(world.materialize()).isEmpty();
    assertThat(world.faults).containsExactly("failed");
  }

  @Test
  void retentionMovesTheStart() {
    world.appendSome(300, A);
    world.materialize();
    long bytes = world.store.bytes();
    world.store.applyRetention(A, NeededOffsets.from(100), NOTHING, Long.MAX_VALUE);
    world.store.applyRetention(C, NeededOffsets.from(100), NOTHING, Long.MAX_VALUE);
    world.run();
    assertThat(world.store.logStart(A)).isBetween(1L, 100L);
    assertThat(world.store.bytes()).isLessThan(bytes).isEqualTo(world.store.logBytes(A));
    assertThat(world.fetchLog(A, 0).runs.getFirst().baseOffset())
        .isEqualTo(world.store.logStart(A));
    world.store.applyRetention(
        A, NeededOffsets.from(world.store.logEnd(A)), NOTHING, Long.MAX_VALUE);
    world.run();
    assertThat(world.store.logStart(A)).isEqualTo(world.store.logEnd(A));
    world.restart();
    assertThat(world.store.logStart(A)).isEqualTo(world.store.logEnd(A));
  }

  @Test
  void dropsPartitions() {
    world.appendSome(100, A, B, C);
    world.materialize();
    world.store.dropPartition(A);
    world.store.dropPartition(C);
    assertThat(world.store.logEnd(A)).isZero();
    assertThat(world.fetchLog(A, 0).runs).isEmpty();
    assertThat(world.disk.files()).allMatch(name -> name.startsWith("log/1/1/"));
    assertThat(world.store.bytes()).isEqualTo(world.store.logBytes(B));
  }

  @Test
  void restoreDeletesWhatNobodyKnows() {
    world.appendSome(100, A, B, C);
    world.materialize();
    world.ends.remove(A);
    world.ends.remove(C);
    world.restart();
    assertThat(world.disk.files()).allMatch(name -> name.startsWith("log/1/1/"));
    assertThat(world.messagesInLog(B)).isEqualTo(world.messagesBelow(B, Long.MAX_VALUE));
  }

  @Test
  void restoreRefusesALogThatIsTooShort() {
    world.appendSome(20, A);
    world.materialize();
    world.ends.merge(A, 1L, Long::sum);
    assertThatThrownBy(world::restart)
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("expected messages up to offset " + world.ends.get(A));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesACrashAtEveryChange(long seed) {
    for (int stop = 0; ; stop++) {
      StoreWorld fragile = new StoreWorld(seed * 1000 + stop);
      fragile.appendSome(30, A, B);
      fragile.materialize();
      fragile.appendSome(60, A, B, C);
      fragile.disk.stopAfter(stop);
      boolean isDone = materializes(fragile);
      fragile.restart();
      for (PartitionKey key : List.of(A, B, C)) {
        long end = fragile.ends.getOrDefault(key, 0L);
        assertThat(fragile.store.logEnd(key)).isEqualTo(end);
        assertThat(fragile.messagesInLog(key)).isEqualTo(fragile.messagesBelow(key, end));
      }
      fragile.materialize();
      fragile.restart();
      for (PartitionKey key : List.of(A, B, C)) {
        assertThat(fragile.messagesInLog(key))
            .isEqualTo(fragile.messagesBelow(key, Long.MAX_VALUE));
      }
      assertThat(fragile.faults).isEmpty();
      if (isDone) {
        assertThat(stop).isGreaterThan(20);
        return;
      }
    }
  }

  private static boolean materializes(StoreWorld world) {
    try {
      world.materialize();
      return true;
    } catch (CrashDisk.Stopped e) {
      return false;
    }
  }
}
