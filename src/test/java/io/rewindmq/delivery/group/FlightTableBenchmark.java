// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.testkit.Microbenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Single messages in flight with many consumers that acknowledge in any order. */
public class FlightTableBenchmark extends Microbenchmark {
  private static final int HOLDERS = 50;

  @Param({"16", "1000", "10000"})
  int flights;

  private final FlightTable table = new FlightTable();
  private long first;
  private long next;

  @Setup
  public void setUp() {
    for (int i = 0; i < flights; i++) {
      add(next++);
    }
    require(settleOldest() == 1 && settleMiddle() == flights, "as many flights as before");
  }

  private void add(long offset) {
    table.add(offset, offset, offset, (int) (offset % HOLDERS), GroupBuckets.NONE);
  }

  /** The oldest ends, a new one begins. */
  @Benchmark
  public long settleOldest() {
    table.remove(first, first);
    add(next++);
    return ++first;
  }

  /** One in the middle ends and begins again. */
  @Benchmark
  public int settleMiddle() {
    long middle = first + flights / 2;
    table.remove(middle, middle);
    add(middle);
    return table.size();
  }
}
