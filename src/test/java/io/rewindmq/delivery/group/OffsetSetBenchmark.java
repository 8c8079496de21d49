// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.testkit.Microbenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A set of every other offset. */
public class OffsetSetBenchmark extends Microbenchmark {
  /** Odd and large, so that one call asks far from where the last one did. */
  private static final long STEP = 7_919;

  @Param({"1", "10000", "1000000"})
  int holes;

  private final OffsetSet set = new OffsetSet();
  private long offset;

  @Setup
  public void setUp() {
    for (int i = 0; i < holes; i++) {
      set.add(2L * i, 2L * i);
    }
    require(set.count() == holes && contains(), "the first offset");
    require(nextPresent() % 2 == 0 && nextAbsent() % 2 == 1, "every other offset");
    require(addAndRemove() && set.count() == holes, "the same set");
  }

  private long next() {
    long at = offset;
    offset = (at + STEP) % (2L * holes - 1);
    return at;
  }

  @Benchmark
  public boolean contains() {
    return set.contains(next());
  }

  @Benchmark
  public long nextPresent() {
    return set.nextPresent(next());
  }

  @Benchmark
  public long nextAbsent() {
    return set.nextAbsent(next());
  }

  @Benchmark
  public boolean addAndRemove() {
    long absent = next() | 1;
    set.add(absent, absent);
    boolean isThere = set.contains(absent);
    set.remove(absent, absent);
    return isThere;
  }
}
