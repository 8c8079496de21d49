// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.record.PartitionKey;
import io.rewindmq.record.TestRuns;
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
    for (int i = from; i < to; i++) {
      log.append(TestRuns.run(i, 1, i * 10L, 28));
    }
    log.force();
  }

  @Test
  void keepsAtMostSoManyBytes() {
    appendMessages(0, 300);
    long before = log.bytes();
    log.applyRetention(new RetentionOptions(20_000, FOREVER), 300, 3000);
    assertThat(log.bytes()).isBetween(10_000L, 20_000L).isLessThan(before);
    assertThat(log.startOffset()).isPositive();
    assertThat(log.read(0, 1).getFirst().baseOffset()).isEqualTo(log.startOffset());
    assertThat(log.endOffset()).isEqualTo(300);
  }

  @Test
  void keepsNothingThatIsTooOldAndAllThatMayBeYounger() {
    appendMessages(0, 300);
    log.applyRetention(new RetentionOptions(FOREVER, 1000), 300, 3000);
    assertThat(log.startOffset()).isBetween(100L, 200L);
    log.applyRetention(new RetentionOptions(FOREVER, 1000), 300, 3991);
    assertThat(log.startOffset()).isEqualTo(300);
    assertThat(log.segments()).isEqualTo(1);
    assertThat(log.read(0, 1000)).isEmpty();
  }

  @Test
  void deletesNothingAtOrAboveTheOffsetToKeep() {
    appendMessages(0, 300);
    for (int keep = 0; keep <= 300; keep += 7) {
      log.applyRetention(new RetentionOptions(0, 0), keep, FOREVER);
      assertThat(log.startOffset()).isLessThanOrEqualTo(keep);
      assertThat(log.read(keep, 1)).hasSize(keep < 300 ? 1 : 0);
    }
    log.applyRetention(new RetentionOptions(0, 0), 300, FOREVER);
    assertThat(log.startOffset()).isEqualTo(300);
  }

  @Test
  void anEmptyLogGoesOnAfterAStart() {
    appendMessages(0, 50);
    log.applyRetention(new RetentionOptions(0, 0), 50, FOREVER);
    assertThat(disk.files()).hasSize(1);
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
      now.applyRetention(new RetentionOptions(random.nextInt(20_000), FOREVER), keep, 1_000_000);
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
      log.applyRetention(new RetentionOptions(0, FOREVER), end, 0);
      return true;
    } catch (CrashDisk.Stopped e) {
      return false;
    }
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
