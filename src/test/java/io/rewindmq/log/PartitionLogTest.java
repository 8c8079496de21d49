// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.RunBytes;
import io.rewindmq.record.TestRuns;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionLogTest {
  private static final PartitionKey KEY = new PartitionKey(7, 2);
  private static final String FOLDER = "log/7/2";
  private static final LogOptions SMALL = new LogOptions(4096, 1000, 300, 3);

  private final CrashDisk disk = new CrashDisk(1);
  private final PartitionLog log = newLog();

  private PartitionLog newLog() {
    return new PartitionLog(KEY, FOLDER, disk, new FilePool(disk, 3), SMALL);
  }

  private PartitionLog reopened(long end) {
    PartitionLog opened = newLog();
    opened.open(end);
    return opened;
  }

  @Test
  void ownsNoFileBeforeTheFirstRun() {
    log.open(0);
    log.skipTo(40);
    log.force();
    assertThat(disk.files()).isEmpty();
    assertThat(log.startOffset()).isEqualTo(40);
    assertThat(log.endOffset()).isEqualTo(40);
    assertThat(log.read(0, 1000)).isEmpty();
    assertThat(reopened(40).endOffset()).isEqualTo(40);
  }

  @Test
  void showsRunsOnlyWhenTheyAreForced() {
    RunBytes run = TestRuns.run(10, 3, 5, 0);
    log.append(run);
    assertThat(log.endOffset()).isZero();
    assertThat(log.read(0, 1000)).isEmpty();
    log.force();
    assertThat(log.startOffset()).isEqualTo(10);
    assertThat(log.endOffset()).isEqualTo(13);
    assertThat(log.read(12, 0)).containsExactly(run);
    assertThat(log.read(13, 1000)).isEmpty();
  }

  @Test
  void refusesRunsBelowTheEnd() {
    log.append(TestRuns.run(0, 3, 5, 0));
    RunBytes again = TestRuns.run(2, 1, 5, 0);
    assertThatThrownBy(() -> log.append(again)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void givesBackWhatWasAppendedAlsoAfterAStart(long seed) {
    Random random = new Random(seed);
    LogModel model = new LogModel();
    model.appendSome(log, random, 150);
    assertThat(log.segments()).isGreaterThan(3);
    model.assertSameAs(log, random);

    PartitionLog second = reopened(model.end);
    model.assertSameAs(second, random);
    model.appendSome(second, random, 50);
    model.assertSameAs(second, random);
    assertThat(second.bytes()).isEqualTo(logBytes());
    model.assertSameAs(reopened(model.end), random);
  }

  private long logBytes() {
    return disk.files().stream()
        .filter(name -> name.endsWith(Segment.LOG))
        .mapToLong(name -> disk.bytes(name).length)
        .sum();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rebuildsIndexesThatAreMissingOrDamaged(long seed) {
    Random random = new Random(seed);
    LogModel model = new LogModel();
    model.appendSome(log, random, 150);
    for (String name : disk.files()) {
      if (name.endsWith(Segment.INDEX)) {
        spoil(name, random);
      }
    }
    PartitionLog second = reopened(model.end);
    model.assertSameAs(second, random);
    model.appendSome(second, random, 50);
    second.applyRetention(
        RetentionOptions.DEFAULT, NeededOffsets.from(0), 0); // writes what was rebuilt
    model.assertSameAs(reopened(model.end), random);
  }

  private void spoil(String name, Random random) {
    byte[] bytes = disk.bytes(name);
    switch (random.nextInt(4)) {
      case 0 -> disk.delete(name);
      case 1 -> disk.flipBit(name, random.nextInt(bytes.length * 8));
      case 2 -> disk.replace(name, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      default -> disk.replace(name, new byte[bytes.length]);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void openCutsAtAnyMessage(long seed) {
    Random random = new Random(seed);
    LogModel model = new LogModel();
    PartitionLog now = log;
    for (int i = 0; i < 12; i++) {
      model.appendSome(now, random, 30);
      RunBytes last = model.runs.get(model.runs.size() - 1 - random.nextInt(20));
      long end = last.baseOffset() + 1 + random.nextInt(last.count());
      now = reopened(end);
      model.truncateTo(end);
      model.assertSameAs(now, random);
    }
    assertThat(disk.files()).noneMatch(name -> name.endsWith(Segment.CUT));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void openCutsWhatWasNeverReported(long seed) {
    Random random = new Random(seed);
    LogModel model = new LogModel();
    model.appendSome(log, random, 40);
    long reported = model.end;
    model.appendSome(log, random, 60);
    model.truncateTo(reported);
    PartitionLog second = reopened(reported);
    model.assertSameAs(second, random);
    model.appendSome(second, random, 40);
    model.assertSameAs(reopened(model.end), random);
  }

  @Test
  void endMarksKeepTheEndOverAStart() {
    log.append(TestRuns.run(0, 3, 5, 0));
    log.skipTo(50);
    log.force();
    assertThat(log.endOffset()).isEqualTo(50);
    PartitionLog second = reopened(50);
    assertThat(second.read(0, 1000)).containsExactly(TestRuns.run(0, 3, 5, 0));
    assertThat(second.read(3, 1000)).isEmpty();
    second.append(TestRuns.run(60, 1, 9, 0));
    second.force();
    assertThat(second.read(3, 1000)).containsExactly(TestRuns.run(60, 1, 9, 0));
    assertThat(reopened(50).endOffset()).isEqualTo(50);
  }

  @Test
  void aLogThatEndsTooEarlyIsDamaged() {
    LogModel model = new LogModel();
    model.appendSome(log, new Random(3), 60);
    String last =
        disk.files().stream().filter(name -> name.endsWith(Segment.LOG)).toList().getLast();
    byte[] whole = disk.bytes(last);
    for (int length = 0; length < whole.length; length += 1 + length / 9) {
      disk.replace(last, Arrays.copyOf(whole, length));
      List<String> before = disk.files();
      assertThatThrownBy(() -> reopened(model.end))
          .isInstanceOfSatisfying(
              CorruptDataException.class, e -> assertThat(e.file()).isEqualTo("disk:" + last));
      assertThat(disk.files()).isEqualTo(before);
    }
  }

  @Test
  void aMissingOrShortSegmentIsDamaged() {
    LogModel model = new LogModel();
    model.appendSome(log, new Random(3), 60);
    List<String> logs = disk.files().stream().filter(name -> name.endsWith(Segment.LOG)).toList();
    for (String name : logs.subList(1, logs.size() - 1)) {
      byte[] whole = disk.bytes(name);
      disk.delete(name);
      assertThatThrownBy(() -> reopened(model.end)).isInstanceOf(CorruptDataException.class);
      disk.replace(name, Arrays.copyOf(whole, whole.length - 1));
      assertThatThrownBy(() -> reopened(model.end)).isInstanceOf(CorruptDataException.class);
      disk.replace(name, whole);
    }
    model.assertSameAs(reopened(model.end), new Random(1));
  }

  @Test
  void noFlippedBitIsReadInSilence() {
    Random random = new Random(5);
    LogModel model = new LogModel();
    model.appendSome(log, random, 30);
    for (int i = 0; i < 600; i++) {
      List<String> files = disk.files();
      String name = files.get(random.nextInt(files.size()));
      byte[] whole = disk.bytes(name);
      disk.flipBit(name, random.nextInt(whole.length * 8));
      try {
        model.assertSameAs(reopened(model.end), random);
        assertThat(name).endsWith(Segment.INDEX); // built again
      } catch (CorruptDataException e) {
        assertThat(name).endsWith(Segment.LOG);
        assertThat(e.file()).isEqualTo("disk:" + name);
      }
      disk.replace(name, whole);
    }
  }

  @Test
  void aFullDiskLeavesTheLogAsItWas() {
    for (int free = 0; free < 12_000; free += 97) {
      CrashDisk small = new CrashDisk(1);
      PartitionLog tight = new PartitionLog(KEY, FOLDER, small, new FilePool(small, 3), SMALL);
      Random random = new Random(9);
      LogModel model = new LogModel();
      model.appendSome(tight, random, 10);
      long end = model.end;
      small.setFreeBytes(free);
      assertThatThrownBy(() -> model.appendSome(tight, random, 100))
          .isInstanceOf(DiskFullException.class);
      tight.undo();
      assertThat(tight.endOffset()).isGreaterThanOrEqualTo(end);
      model.truncateTo(tight.endOffset());
      small.setFreeBytes(Long.MAX_VALUE);
      model.assertSameAs(tight, random);
      model.appendSome(tight, random, 20);
      model.assertSameAs(tight, random);
      PartitionLog second = new PartitionLog(KEY, FOLDER, small, new FilePool(small, 3), SMALL);
      second.open(model.end);
      model.assertSameAs(second, random);
    }
  }

  @Test
  void aDiskThatIsFullAtAForceLeavesTheLogAsItWas() {
    for (int forces = 0; forces < 4; forces++) {
      CrashDisk small = new CrashDisk(1);
      PartitionLog tight = new PartitionLog(KEY, FOLDER, small, new FilePool(small, 3), SMALL);
      Random random = new Random(9);
      LogModel model = new LogModel();
      model.appendSome(tight, random, 10);
      long end = model.end;
      for (int i = 0; i < 60; i++) {
        tight.append(model.next(random));
      }
      small.setForcesUntilFull(forces);
      assertThatThrownBy(tight::force).isInstanceOf(DiskFullException.class);
      tight.undo();
      model.truncateTo(end);
      model.assertSameAs(tight, random);
      model.appendSome(tight, random, 60);
      model.assertSameAs(tight, random);
      PartitionLog second = new PartitionLog(KEY, FOLDER, small, new FilePool(small, 3), SMALL);
      second.open(model.end);
      model.assertSameAs(second, random);
    }
  }

  @Test
  void aFailedForceIsReported() {
    disk.failForce();
    log.append(TestRuns.run(0, 3, 5, 0));
    assertThatThrownBy(log::force).isInstanceOf(DiskFailedException.class);
    assertThat(log.endOffset()).isZero();
  }

  @Test
  void keepsFewFilesOpen() {
    LogModel model = new LogModel();
    Random random = new Random(1);
    model.appendSome(log, random, 300);
    model.assertSameAs(log, random);
    assertThat(log.segments()).isGreaterThan(10);
    assertThat(disk.openFiles()).isLessThanOrEqualTo(3);
  }

  @Test
  void deleteLeavesNothing() {
    LogModel model = new LogModel();
    model.appendSome(log, new Random(1), 50);
    log.delete();
    assertThat(disk.files()).isEmpty();
    assertThat(disk.openFiles()).isZero();
    assertThat(log.read(0, 1000)).isEmpty();
    assertThat(log.endOffset()).isZero();
  }
}
