// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.dedup;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.testkit.Microbenchmark;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Is this a duplicate? Asked for every run, of one of many producers after the other. */
public class ProducerTableBenchmark extends Microbenchmark {
  private static final int RUN = 64;

  @Param({"1", "10000"})
  int producers;

  private final ProducerTable table = new ProducerTable();
  private ProducerId[] ids = new ProducerId[0];
  private int next;
  private long position;

  @Setup
  public void setUp() {
    ids = new ProducerId[producers];
    for (int i = 0; i < producers; i++) {
      ids[i] = new ProducerId(0x9E3779B97F4A7C15L * (i + 1), i % 10);
      table.took(ids[i], 1, RUN, 0, 1, position++);
    }
    require(checkNew() == 2 * RUN && checkDuplicate() == RUN + 1, "new ones and duplicates");
    require(checkAndTake() == 2 * RUN, "a run to be taken");
  }

  private ProducerId nextId() {
    int index = next;
    next = index + 1 == producers ? 0 : index + 1;
    // as a frame brings it: equal, not the same
    return new ProducerId(ids[index].connectionId(), ids[index].number());
  }

  private ProducerState known(ProducerId id) {
    return Objects.requireNonNull(table.get(id));
  }

  /** A run that follows the last one. */
  @Benchmark
  public long checkNew() {
    ProducerState known = known(nextId());
    long first = known.nextMissing(known.lastSequence() + 1);
    return known.lastMissing(first, first + RUN - 1);
  }

  /** A run that was taken before. */
  @Benchmark
  public long checkDuplicate() {
    ProducerState known = known(nextId());
    return known.nextMissing(known.lastSequence() - RUN + 1);
  }

  /** A run is checked, and noted as taken. */
  @Benchmark
  public long checkAndTake() {
    ProducerId id = nextId();
    ProducerState known = known(id);
    long first = known.nextMissing(known.lastSequence() + 1);
    long last = known.lastMissing(first, first + RUN - 1);
    table.took(id, first, last, 0, 1, position++);
    return known.lastSequence();
  }
}
