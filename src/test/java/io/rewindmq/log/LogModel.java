// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.record.RunBytes;
import io.rewindmq.record.TestRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a log must hold, and whether it does. */
final class LogModel {
  final List<RunBytes> runs = new ArrayList<>();
  long end;
  private long millis = 1_000_000;

  /** Makes the next run: gaps, times that stand still, jump and go back, small and large. */
  RunBytes next(Random random) {
    long base = end + (random.nextInt(5) == 0 ? random.nextInt(20) : 0);
    millis += random.nextInt(4) == 0 ? random.nextInt(-50, 400) : 0;
    RunBytes run =
        TestRuns.run(base, 1 + random.nextInt(8), millis, random.nextInt(10) == 0 ? 900 : 10);
    runs.add(run);
    end = run.endOffset();
    return run;
  }

  void appendSome(PartitionLog log, Random random, int count) {
    for (int i = 0; i < count; i++) {
      log.append(next(random));
      if (random.nextInt(6) == 0) {
        log.force();
      }
    }
    log.force();
  }

  /** Cuts the model, within a run too. */
  void truncateTo(long endOffset) {
    runs.removeIf(run -> run.baseOffset() >= endOffset);
    if (!runs.isEmpty() && runs.getLast().endOffset() > endOffset) {
      RunBytes last = runs.removeLast();
      int count = (int) (endOffset - last.baseOffset());
      runs.add(last.slice(last.baseOffset(), count, Integer.MAX_VALUE));
    }
    end = Math.min(end, endOffset);
  }

  /** Forgets what retention has deleted. */
  void dropBelow(long startOffset) {
    runs.removeIf(run -> run.endOffset() <= startOffset);
    if (!runs.isEmpty() && runs.getFirst().baseOffset() < startOffset) {
      RunBytes first = runs.removeFirst();
      runs.addFirst(first.slice(startOffset, first.count(), Integer.MAX_VALUE));
    }
  }

  void assertSameAs(PartitionLog log, Random random) {
    assertThat(log.endOffset()).isEqualTo(end);
    assertThat(readAll(log)).isEqualTo(runs);
    for (int i = 0; i < 40; i++) {
      long offset = random.nextLong(-1, end + 3);
      assertReads(log, offset, random.nextInt(3000));
    }
    for (int i = 0; i < 40; i++) {
      long wanted =
          runs.isEmpty() || random.nextInt(10) == 0
              ? random.nextLong(2_000_000)
              : runs.get(random.nextInt(runs.size())).appendTimeMillis() + random.nextInt(-1, 2);
      long expected =
          runs.stream()
              .filter(run -> run.appendTimeMillis() >= wanted)
              .mapToLong(RunBytes::baseOffset)
              .findFirst()
              .orElse(end);
      assertThat(log.offsetAtOrAfter(wanted)).as("at %d", wanted).isEqualTo(expected);
      assertThat(log.lowestOffsetAt(wanted)).isLessThanOrEqualTo(expected);
    }
  }

  private void assertReads(PartitionLog log, long offset, int bytesMax) {
    List<RunBytes> found = log.read(offset, bytesMax);
    List<RunBytes> expected = runs.stream().filter(run -> run.endOffset() > offset).toList();
    assertThat(found).isEqualTo(expected.subList(0, found.size()));
    assertThat(found.isEmpty()).isEqualTo(expected.isEmpty());
    if (found.size() > 1) {
      assertThat(found.stream().mapToInt(RunBytes::bytes).sum()).isLessThanOrEqualTo(bytesMax);
    }
  }

  static List<RunBytes> readAll(PartitionLog log) {
    List<RunBytes> all = new ArrayList<>();
    List<RunBytes> part = log.read(0, 2000);
    while (!part.isEmpty()) {
      all.addAll(part);
      part = log.read(part.getLast().endOffset(), 2000);
    }
    return all;
  }
}
