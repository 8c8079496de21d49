// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.RunBytes;
import io.rewindmq.record.TestRuns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
  private static final PartitionKey KEY = new PartitionKey(7, 2);
  private static final long FOREVER = Long.MAX_VALUE / 4;

  private final CrashDisk disk = new CrashDisk(1);
  private final PartitionLog log = newLog();

  private PartitionLog newLog() {
    LogOptions options = new LogOptions(4096, 1000, 300, 3);
    return new PartitionLog(KEY, "log/7/2", disk, new FilePool(disk, 3), options);
  }

  /** One message of 100 bytes at each multiple of 10 ms. */
  private void appendMessages(int from, int to) {
    appendMessages(log, from, to);
  }

  private static void appendMessages(PartitionLog to, int from, int end) {
    for (int i = from; i < end; i++) {
      to.append(TestRuns.run(i, 1, i * 10L, 28));
    }
    to.force();
  }

  @Test
  void keepsAtMostSoManyBytes() {
    appendMessages(0, 300);
    long before = log.bytes();
    log.applyRetention(new RetentionOptions(20_000, FOREVER), NeededOffsets.from(300), 3000);
    assertThat(log.bytes()).isBetween(10_000L, 20_000L).isLessThan(before);
    assertThat(log.startOffset()).isPositive();
    assertThat(log.read(0, 1).getFirst().baseOffset()).isEqualTo(log.startOffset());
    assertThat(log.endOffset()).isEqualTo(300);
  }

  @Test
  void keepsNothingThatIsTooOldAndAllThatMayBeYounger() {
    appendMessages(0, 300);
    log.applyRetention(new RetentionOptions(FOREVER, 1000), NeededOffsets.from(300), 3000);
    assertThat(log.startOffset()).isBetween(100L, 200L);
    log.applyRetention(new RetentionOptions(FOREVER, 1000), NeededOffsets.from(300), 3991);
    assertThat(log.startOffset()).isEqualTo(300);
    assertThat(log.segments()).isZero();
    assertThat(log.read(0, 1000)).isEmpty();
  }

  @Test
  void deletesNothingAtOrAboveTheOffsetToKeep() {
    appendMessages(0, 300);
    for (int keep = 0; keep <= 300; keep += 7) {
      log.applyRetention(new RetentionOptions(0, 0), NeededOffsets.from(keep), FOREVER);
      assertThat(log.startOffset()).isLessThanOrEqualTo(keep);
      assertThat(log.read(keep, 1)).hasSize(keep < 300 ? 1 : 0);
    }
    log.applyRetention(new RetentionOptions(0, 0), NeededOffsets.from(300), FOREVER);
    assertThat(log.startOffset()).isEqualTo(300);
  }

  @Test
  void anEmptyLogGoesOnAfterAStart() {
    appendMessages(0, 50);
    log.applyRetention(new RetentionOptions(0, 0), NeededOffsets.from(50), FOREVER);
    assertThat(disk.files()).isEmpty();
    PartitionLog second = newLog();
    second.open(50);
    assertThat(second.startOffset()).isEqualTo(50);
    second.append(TestRuns.run(50, 1, 5, 0));
    second.force();
    assertThat(second.read(0, 1)).containsExactly(TestRuns.run(50, 1, 5, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsKeptIsUnchanged(long seed) {
    Random random = new Random(seed);
    LogModel model = new LogModel();
    PartitionLog now = log;
    for (int i = 0; i < 10; i++) {
      model.appendSome(now, random, 40);
      long keep = random.nextLong(model.end + 1);
      now.applyRetention(
          new RetentionOptions(random.nextInt(20_000), FOREVER),
          NeededOffsets.from(keep),
          1_000_000);
      assertThat(now.startOffset()).isLessThanOrEqualTo(Math.max(keep, now.startOffset()));
      model.dropBelow(now.startOffset());
      model.assertSameAs(now, random);
      if (random.nextBoolean()) {
        now = newLog();
        now.open(model.end);
        model.assertSameAs(now, random);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void survivesACrashAtEveryChange(long seed) {
    for (int stop = 0; ; stop++) {
      CrashDisk fragile = new CrashDisk(seed);
      LogOptions options = new LogOptions(4096, 1000, 300, 3);
      PartitionLog first =
          new PartitionLog(KEY, "log/7/2", fragile, new FilePool(fragile, 3), options);
      Random random = new Random(seed);
      LogModel model = new LogModel();
      model.appendSome(first, random, 60);
      fragile.stopAfter(stop);
      boolean isDone = appliesRetention(first, model.end);
      fragile.restart();
      PartitionLog second =
          new PartitionLog(KEY, "log/7/2", fragile, new FilePool(fragile, 3), options);
      second.open(model.end);
      model.dropBelow(second.startOffset());
      model.assertSameAs(second, random);
      if (isDone) {
        return;
      }
    }
  }

  private static boolean appliesRetention(PartitionLog log, long end) {
    try {
      log.applyRetention(new RetentionOptions(0, FOREVER), NeededOffsets.from(end), 0);
      return true;
    } catch (CrashDisk.Stopped e) {
      return false;
    }
  }

  /** Every message but the ones at these offsets is settled. */
  private static NeededOffsets only(long end, long... offsets) {
    long[] ranges = new long[2 * offsets.length];
    for (int i = 0; i < offsets.length; i++) {
      ranges[2 * i] = offsets[i];
      ranges[2 * i + 1] = offsets[i];
    }
    return NeededOffsets.of(ranges, end);
  }

  @Test
  void aFewNeededMessagesDoNotPinWhatCameWithThem() {
    appendMessages(0, 300);
    long before = log.bytes();
    log.applyRetention(new RetentionOptions(0, FOREVER), only(300, 5, 6, 140), 0);
    assertThat(log.bytes()).isLessThan(before / 10);
    assertThat(LogModel.readAll(log).stream().map(RunBytes::baseOffset))
        .containsExactly(5L, 6L, 140L);
    assertThat(log.offsetAtOrAfter(61)).isEqualTo(140);
    PartitionLog second = newLog();
    second.open(300);
    assertThat(LogModel.readAll(second)).isEqualTo(LogModel.readAll(log));
    appendMessages(second, 300, 400);
    second.applyRetention(new RetentionOptions(0, FOREVER), only(400, 140), 0);
    assertThat(LogModel.readAll(second).stream().map(RunBytes::baseOffset)).containsExactly(140L);
    second.applyRetention(new RetentionOptions(0, FOREVER), NeededOffsets.from(400), 0);
    assertThat(disk.files()).isEmpty();
  }

  @Test
  void whatIsNeededIsNoHistory() {
    appendMessages(0, 300);
    NeededOffsets backlog = NeededOffsets.from(100);
    log.applyRetention(new RetentionOptions(20_000, FOREVER), backlog, 0);
    assertThat(log.startOffset()).isZero();
    log.applyRetention(new RetentionOptions(5_000, FOREVER), backlog, 0);
    assertThat(log.startOffset()).isBetween(1L, 100L);
  }

  @Test
  void aShortenedFileOfHeldMessagesIsNoticed() {
    appendMessages(0, 300);
    log.applyRetention(new RetentionOptions(0, FOREVER), only(300, 5, 140), 0);
    String held =
        disk.files().stream().filter(name -> name.contains("held-")).findFirst().orElseThrow();
    byte[] whole = disk.bytes(held);
    for (int bytes = 0; bytes < whole.length; bytes += 7) {
      disk.replace(held, Arrays.copyOf(whole, bytes));
      assertThatThrownBy(() -> newLog().open(300))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(held);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsNeededSurvivesRetentionStartsAndCrashes(long seed) {
    Random random = new Random(seed);
    CrashDisk fragile = new CrashDisk(seed);
    LogModel model = new LogModel();
    PartitionLog now = open(fragile, 0);
    for (int i = 0; i < 60; i++) {
      model.appendSome(now, random, 10 + random.nextInt(40));
      NeededOffsets needed = someNeeded(model, random);
      if (random.nextInt(3) == 0) {
        fragile.stopAfter(random.nextInt(12));
      }
      try {
        now.applyRetention(new RetentionOptions(random.nextInt(6000), FOREVER), needed, 0);
      } catch (CrashDisk.Stopped e) {
        // as it was, or as it was to be
      }
      fragile.restart();
      now = open(fragile, model.end);
      List<RunBytes> kept = LogModel.readAll(now);
      assertThat(offsets(kept)).containsAll(neededOf(model, needed));
      assertThat(offsets(model.runs)).containsAll(offsets(kept));
      model.runs.clear();
      model.runs.addAll(kept);
      model.assertSameAs(now, random);
    }
  }

  private static PartitionLog open(CrashDisk disk, long end) {
    LogOptions options = new LogOptions(4096, 1000, 300, 3);
    PartitionLog opened = new PartitionLog(KEY, "log/7/2", disk, new FilePool(disk, 3), options);
    opened.open(end);
    return opened;
  }

  private static NeededOffsets someNeeded(LogModel model, Random random) {
    List<Long> picked = new ArrayList<>();
    for (long offset : offsets(model.runs)) {
      if (random.nextInt(30) == 0) {
        picked.add(offset);
      }
    }
    return only(model.end, picked.stream().mapToLong(Long::longValue).toArray());
  }

  private static List<Long> neededOf(LogModel model, NeededOffsets needed) {
    return offsets(model.runs).stream().filter(offset -> needed.next(offset) == offset).toList();
  }

  private static List<Long> offsets(List<RunBytes> runs) {
    List<Long> offsets = new ArrayList<>();
    for (RunBytes run : runs) {
      for (long offset = run.baseOffset(); offset < run.endOffset(); offset++) {
        offsets.add(offset);
      }
    }
    return offsets;
  }

  @Test
  void optionsCheckTheirRanges() {
    assertThatThrownBy(() -> new RetentionOptions(-1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LogOptions(100, 1000, 300, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("segmentBytesMax");
    assertThat(LogOptions.DEFAULT).isEqualTo(new LogOptions(64 << 20, 86_400_000, 65_536, 256));
  }
}
