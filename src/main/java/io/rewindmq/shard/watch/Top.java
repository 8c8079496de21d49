// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.watch;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The few objects with the highest rank; of equal ones, those that came first. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Top<T> {
  private final int max;
  private final PriorityQueue<Ranked<T>> lowestFirst =
      new PriorityQueue<>(
          Comparator.comparingLong((Ranked<T> one) -> one.rank())
              .thenComparing(Comparator.comparingLong((Ranked<T> one) -> one.number()).reversed()));

  private long added;

  private record Ranked<T>(T object, long rank, long number) {}

  Top(int max) {
    this.max = max;
  }

  void add(T object, long rank) {
    Ranked<T> lowest = lowestFirst.peek();
    if (lowestFirst.size() == max) {
      if (lowest == null || lowest.rank() >= rank) {
        return;
      }
      lowestFirst.remove();
    }
    lowestFirst.add(new Ranked<>(object, rank, added++));
  }

  /** The highest rank first. */
  List<T> descending() {
    List<Ranked<T>> all = new ArrayList<>(lowestFirst);
    all.sort(lowestFirst.comparator().reversed());
    return all.stream().map(Ranked::object).toList();
  }
}
