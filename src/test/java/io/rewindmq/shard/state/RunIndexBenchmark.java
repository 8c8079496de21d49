// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.testkit.Microbenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Where a partition's messages lie, in runs of 64. */
public class RunIndexBenchmark extends Microbenchmark {
  private static final int RUN = 64;
  private static final int RUN_BYTES = 70_000;

  /** Odd and large, so that one call asks far from where the last one did. */
  private static final long STEP = 1_000_003;

  @Param({"1", "1000", "1000000"})
  int runs;

  private final RunIndex index = new RunIndex();
  private long end;
  private long asked;

  @Setup
  public void setUp() {
    for (int i = 0; i < runs; i++) {
      add();
    }
    require(find() == 0 && find() == STEP % end / RUN, "the row of the offset");
    require(appendAndForget() == runs, "as many runs as before");
  }

  private void add() {
    index.add(end, RUN, 1, end * RUN_BYTES / RUN, RUN_BYTES);
    end += RUN;
  }

  @Benchmark
  public int find() {
    long offset = index.base(0) + asked;
    asked = (asked + STEP) % ((long) runs * RUN);
    return index.rowAt(offset);
  }

  /** A run is added, the oldest is forgotten. */
  @Benchmark
  public int appendAndForget() {
    add();
    index.removeBelow(end - (long) runs * RUN);
    return index.size();
  }
}
