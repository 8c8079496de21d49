// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageScheduleTest {
  private record Row(long offset, int priority, long deliveryTime, long expiration) {
    boolean isSpecial(long now) {
      return priority != 4 || deliveryTime > now;
    }
  }

  @Test
  void answersAsASearchThroughAllRowsWould() {
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      MessageSchedule schedule = new MessageSchedule();
      List<Row> rows = new ArrayList<>();
      long offset = 0;
      for (int i = 0; i < 150; i++) {
        offset += 1 + random.nextInt(3) / 2;
        Row row =
            new Row(
                offset,
                random.nextBoolean() ? 4 : random.nextInt(10),
                random.nextBoolean() ? 0 : random.nextInt(100),
                random.nextBoolean() ? 0 : random.nextInt(100));
        rows.add(row);
        schedule.add(row.offset(), row.priority(), row.deliveryTime(), row.expiration(), 0);
        if (random.nextInt(20) == 0) {
          long below = random.nextLong(offset);
          schedule.removeBelow(below);
          rows.removeIf(r -> r.offset() < below);
        }
        if (random.nextInt(30) == 0) {
          long odd = random.nextInt(2);
          schedule.retain(o -> o % 2 == odd);
          rows.removeIf(r -> r.offset() % 2 != odd);
        }
        check(schedule, rows, random, offset);
      }
    }
  }

  private static void check(
      MessageSchedule schedule, List<Row> rows, Random random, long lastOffset) {
    long now = random.nextInt(100);
    long from = random.nextLong(lastOffset + 2);
    long limit = from + random.nextInt(30);
    int priority = random.nextInt(10);
    assertThat(schedule.size()).isEqualTo(rows.size());
    assertThat(schedule.nextSpecial(from, limit, now))
        .isEqualTo(
            rows.stream()
                .filter(r -> r.isSpecial(now))
                .mapToLong(Row::offset)
                .filter(o -> o >= from && o < limit)
                .findFirst()
                .orElse(limit));
    assertThat(schedule.nextExpired(from, limit, now))
        .isEqualTo(
            rows.stream()
                .filter(r -> r.expiration() != 0 && r.expiration() <= now)
                .mapToLong(Row::offset)
                .filter(o -> o >= from && o < limit)
                .findFirst()
                .orElse(limit));
    assertThat(schedule.nextOfPriority(priority, from, limit, now))
        .isEqualTo(
            rows.stream()
                .filter(r -> r.priority() == priority && r.deliveryTime() <= now)
                .mapToLong(Row::offset)
                .filter(o -> o >= from && o < limit)
                .findFirst()
                .orElse(MessageSchedule.NONE));
    long skipped = from;
    while (isSpecial(rows, skipped, now)) {
      skipped++;
    }
    assertThat(schedule.skipSpecial(from, now)).isEqualTo(skipped);
  }

  private static boolean isSpecial(List<Row> rows, long offset, long now) {
    return rows.stream().anyMatch(r -> r.offset() == offset && r.isSpecial(now));
  }

  @Test
  void becomesDueInTimeOrderThenOffsetOrder() {
    MessageSchedule schedule = new MessageSchedule();
    Random random = new Random(1);
    List<long[]> expected = new ArrayList<>();
    for (long offset = 0; offset < 500; offset++) {
      long time = 1L + random.nextInt(20);
      schedule.add(offset, 4, time, 0, 0);
      expected.add(new long[] {time, offset});
    }
    expected.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
    for (long[] row : expected) {
      assertThat(schedule.nextDueMillis()).isEqualTo(row[0]);
      assertThat(schedule.pollDue(row[0] - 1)).isEqualTo(MessageSchedule.NONE);
      assertThat(schedule.pollDue(row[0])).isEqualTo(row[1]);
    }
    assertThat(schedule.nextDueMillis()).isEqualTo(MessageSchedule.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33, 63, 64, 65, 200})
  void keepsItsRowsWhileTheOldestAreForgotten(int kept) {
    MessageSchedule schedule = new MessageSchedule();
    for (int offset = 0; offset < 2_000; offset++) {
      schedule.add(offset, offset % 10, 0, 1_000 + offset, 0);
      int oldest = Math.max(0, offset + 1 - kept);
      schedule.removeBelow(oldest);

      assertThat(schedule.size()).isEqualTo(offset + 1 - oldest);
      assertThat(schedule.lastOffset()).isEqualTo(offset);
      assertThat(schedule.priorityOf(oldest)).isEqualTo(oldest % 10);
      assertThat(schedule.priorityOf(offset)).isEqualTo(offset % 10);
      assertThat(schedule.nextExpiration(0)).isEqualTo(1_000 + oldest);
    }
  }
}
