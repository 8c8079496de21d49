// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a consumer has come that reads history: where it goes on after a lost connection, since
 * its subscription ends with the connection and a new one would begin from the start again.
 *
 * <p>It goes on at the first message that the application got and did not settle; what was in an
 * open transaction or not acknowledged comes again. Pure; one thread at a time.
 */
public final class ReadProgress {
  private final SortedMap<Integer, Long> handedOver = new TreeMap<>();
  private final SortedMap<Integer, Long> settled = new TreeMap<>();
  private int generation;

  /** Raised whenever the broker takes everything back: what was delivered before comes again. */
  public int generation() {
    return generation;
  }

  /**
   * The broker has taken back what is not settled: the connection is lost, or a rewind was done.
   */
  public void takenBack() {
    generation++;
  }

  /**
   * A message goes to the application.
   *
   * @param last inclusive: offset of its last part, the same as the first for one in one piece
   */
  public void handedOver(int partition, long first, long last) {
    handedOver.merge(partition, last + 1, Math::max);
    settled.putIfAbsent(partition, first);
  }

  /** Everything that was handed over is settled. */
  public void settled() {
    settled.putAll(handedOver);
  }

  /** By partition: the offset to go on with; partitions of which nothing came are missing. */
  public SortedMap<Integer, Long> resume() {
    return new TreeMap<>(settled);
  }
}
