// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.ReleaseEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Offsets of a session that wait to be acknowledged, as ranges. Offsets that follow each other make
 * one range. Not safe for use by several threads.
 */
public final class PendingAcks {
  private record Key(long brokerEpoch, int consumerId, int groupEpoch, int partition) {}

  /** Ranges as first and last offset, both inclusive. */
  private static final class Ranges {
    private long[] pairs = new long[2];
    private int count;

    void add(long first, long last) {
      if (count > 0 && pairs[2 * count - 1] + 1 == first) {
        pairs[2 * count - 1] = last;
        return;
      }
      if (2 * count == pairs.length) {
        pairs = Arrays.copyOf(pairs, pairs.length * 2);
      }
      pairs[2 * count] = first;
      pairs[2 * count + 1] = last;
      count++;
    }

    long[] toArray() {
      return Arrays.copyOf(pairs, 2 * count);
    }
  }

  /** What goes into one ACK: all of one broker epoch. */
  public record Batch(long brokerEpoch, List<AckEntry> entries) {
    /**
     * The same to give back instead.
     *
     * @param counted whether it was an attempt
     */
    public List<ReleaseEntry> releases(boolean counted) {
      return entries.stream().map(entry -> release(entry, counted)).toList();
    }

    private static ReleaseEntry release(AckEntry entry, boolean isCounted) {
      boolean[] counted = new boolean[entry.rangeCount()];
      Arrays.fill(counted, isCounted);
      return new ReleaseEntry(
          entry.consumerId(), entry.groupEpoch(), entry.partition(), entry.ranges(), counted);
    }
  }

  private final Map<Key, Ranges> ranges = new LinkedHashMap<>();
  private int size;

  public void add(int consumerId, Delivery delivery) {
    ranges
        .computeIfAbsent(
            new Key(
                delivery.brokerEpoch(), consumerId, delivery.groupEpoch(), delivery.partition()),
            any -> new Ranges())
        .add(delivery.offset(), delivery.lastOffset());
    size++;
  }

  /** Messages that wait. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Takes everything, by broker epoch in order of the first message. */
  public List<Batch> takeAll() {
    Map<Long, List<AckEntry>> byEpoch = new LinkedHashMap<>();
    ranges.forEach(
        (key, value) ->
            byEpoch
                .computeIfAbsent(key.brokerEpoch(), any -> new ArrayList<>())
                .add(
                    new AckEntry(
                        key.consumerId(), key.groupEpoch(), key.partition(), value.toArray())));
    clear();
    List<Batch> batches = new ArrayList<>();
    byEpoch.forEach((epoch, entries) -> batches.add(new Batch(epoch, entries)));
    return batches;
  }

  public void clear() {
    ranges.clear();
    size = 0;
  }
}
