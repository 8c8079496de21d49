// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import static org.assertj.core.api.Assertions.assertThat;

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

class LogCheckTest {
  private static final PartitionKey KEY = new PartitionKey(7, 2);
  private static final String FOLDER = "log/7/2";
  private static final long FOREVER = Long.MAX_VALUE / 4;

  private static PartitionLog open(CrashDisk disk, long end) {
    LogOptions options = new LogOptions(4096, 1000, 300, 3);
    PartitionLog opened = new PartitionLog(KEY, FOLDER, disk, new FilePool(disk, 3), options);
    opened.open(end);
    return opened;
  }

  private static List<LogFault> damage(CrashDisk disk, long end, List<Long> offsets) {
    LogCheck check =
        LogCheck.run(
            disk,
            FOLDER,
            KEY,
            end,
            run -> {
              for (long offset = run.baseOffset(); offset < run.endOffset(); offset++) {
                offsets.add(offset);
              }
            });
    return check.faults().stream().filter(LogFault::isDamage).toList();
  }

  private static List<Long> offsetsOf(PartitionLog log) {
    List<Long> offsets = new ArrayList<>();
    for (RunBytes run : LogModel.readAll(log)) {
      for (long offset = run.baseOffset(); offset < run.endOffset(); offset++) {
        offsets.add(offset);
      }
    }
    return offsets;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatACrashLeavesIsNoDamage(long seed) {
    Random random = new Random(seed);
    CrashDisk disk = new CrashDisk(seed);
    LogModel model = new LogModel();
    PartitionLog log = open(disk, 0);
    for (int i = 0; i < 50; i++) {
      model.appendSome(log, random, 10 + random.nextInt(40));
      NeededOffsets needed = NeededOffsets.from(random.nextLong(model.end + 1));
      if (random.nextInt(2) == 0) {
        needed = NeededOffsets.of(new long[] {model.end / 3, model.end / 3}, model.end);
      }
      if (random.nextInt(3) == 0) {
        disk.stopAfter(random.nextInt(12));
      }
      try {
        log.applyRetention(new RetentionOptions(random.nextInt(6000), FOREVER), needed, 0);
      } catch (CrashDisk.Stopped e) {
        // what it leaves is what counts
      }
      disk.restart();
      List<Long> found = new ArrayList<>();
      // an index is never forced: anything may be in it
      assertThat(damage(disk, model.end, found))
          .as("round %s", i)
          .noneMatch(LogFault::isOfMessages);
      log = open(disk, model.end);
      assertThat(found).isEqualTo(offsetsOf(log));
      model.runs.clear();
      model.runs.addAll(LogModel.readAll(log));
    }
  }

  @Test
  void everyByteOfHeldMessagesIsLookedAt() {
    CrashDisk disk = new CrashDisk(1);
    PartitionLog log = open(disk, 0);
    for (int i = 0; i < 300; i++) {
      log.append(TestRuns.run(i, 1, i * 10L, 28));
    }
    log.force();
    NeededOffsets needed = NeededOffsets.of(new long[] {5, 5, 140, 140}, 300);
    log.applyRetention(new RetentionOptions(0, FOREVER), needed, 0);
    String held =
        disk.files().stream().filter(name -> name.contains("held-")).findFirst().orElseThrow();
    List<Long> found = new ArrayList<>();
    assertThat(damage(disk, 300, found)).isEmpty();
    assertThat(found).containsExactly(5L, 140L);
    byte[] whole = disk.bytes(held);
    for (int at = 0; at < whole.length; at++) {
      byte[] wrong = whole.clone();
      wrong[at] ^= (byte) (1 << at % 8);
      disk.replace(held, wrong);
      List<Long> left = new ArrayList<>();
      assertThat(damage(disk, 300, left)).as("byte %s", at).anyMatch(f -> f.file().equals(held));
      assertThat(left.size()).isPositive();
      disk.replace(held, Arrays.copyOf(whole, at));
      assertThat(damage(disk, 300, left)).as("%s bytes", at).isNotEmpty();
    }
  }
}
