// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.ReleaseEntry;
import io.rewindmq.protocol.message.RunHeader;
import io.rewindmq.testkit.SimRandom;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A consumer of a simulated client, and what it holds. */
final class SimConsumer {
  /** A message in the client's hands. */
  record Held(int partition, long offset, long arrival, int groupEpoch, long brokerEpoch) {}

  private final int id;
  private final SimSource source;
  private final List<Held> held = new ArrayList<>();
  private int groupEpoch;
  private long arrivals;
  private long handedOver;
  private boolean isOpen;
  private boolean isClosed;

  SimConsumer(int id, SimSource source) {
    this.id = id;
    this.source = source;
  }

  int id() {
    return id;
  }

  SimSource source() {
    return source;
  }

  boolean isOpen() {
    return isOpen;
  }

  boolean isClosed() {
    return isClosed;
  }

  int groupEpoch() {
    return groupEpoch;
  }

  List<Held> held() {
    return held;
  }

  /** The broker has opened it, under a new or the next connection. */
  void opened(int epoch) {
    isOpen = true;
    groupEpoch = epoch;
    arrivals = 0;
    handedOver = 0;
  }

  /** The connection is lost: what the application did not get is dropped. */
  void lost() {
    isOpen = false;
    dropWhatIsNotHandedOver();
  }

  private void dropWhatIsNotHandedOver() {
    held.removeIf(message -> message.arrival() > handedOver);
  }

  /** The client wants nothing more of it. */
  void closed() {
    isOpen = false;
    isClosed = true;
    dropWhatIsNotHandedOver();
  }

  void reset(int epoch) {
    groupEpoch = epoch;
    held.clear();
  }

  /**
   * Messages arrive.
   *
   * @param isDiscarding they belong to a past that is being rolled back
   */
  void arrived(Frame.Deliver frame, long brokerEpoch, boolean isDiscarding) {
    ByteBuffer runs = frame.runs().duplicate();
    while (runs.hasRemaining()) {
      RunHeader run = RunHeader.read(runs);
      runs.position(runs.position() + run.bytes());
      for (int i = 0; i < run.count(); i++) {
        arrivals++;
        if (!isDiscarding && frame.groupEpoch() == groupEpoch) {
          held.add(
              new Held(frame.partition(), run.baseOffset() + i, arrivals, groupEpoch, brokerEpoch));
        }
      }
    }
  }

  /** More messages come into the application's hands; returns up to which arrival. */
  long handOver(SimRandom random) {
    handedOver = Math.max(handedOver, arrivals - random.nextInt(4));
    return handedOver;
  }

  /** Some of what is held, held no more. */
  List<Held> takeSome(SimRandom random) {
    List<Held> some = new ArrayList<>();
    int count = random.nextInt(held.size() + 1);
    int from = random.nextBoolean() ? 0 : random.nextInt(held.size() - count + 1);
    for (int i = 0; i < count; i++) {
      some.add(held.remove(from));
    }
    return some;
  }

  /** One entry a broker epoch, group epoch and partition; all of the same broker epoch together. */
  Map<Long, List<AckEntry>> acks(Collection<Held> messages) {
    Map<Long, List<AckEntry>> byEpoch = new TreeMap<>();
    Map<List<Long>, List<Held>> parts = new HashMap<>();
    List<List<Long>> order = new ArrayList<>();
    for (Held message : messages) {
      List<Long> key =
          List.of(message.brokerEpoch(), (long) message.groupEpoch(), (long) message.partition());
      if (!parts.containsKey(key)) {
        order.add(key);
      }
      parts.computeIfAbsent(key, k -> new ArrayList<>()).add(message);
    }
    for (List<Long> key : order) {
      byEpoch
          .computeIfAbsent(key.get(0), k -> new ArrayList<>())
          .add(
              new AckEntry(
                  id,
                  key.get(1).intValue(),
                  key.get(2).intValue(),
                  ranges(parts.getOrDefault(key, List.of()))));
    }
    return byEpoch;
  }

  /** The same messages, given back. */
  List<ReleaseEntry> releases(Collection<Held> messages, SimRandom random) {
    List<ReleaseEntry> entries = new ArrayList<>();
    for (List<AckEntry> acks : acks(messages).values()) {
      for (AckEntry ack : acks) {
        boolean[] counted = new boolean[ack.rangeCount()];
        for (int i = 0; i < counted.length; i++) {
          counted[i] = random.nextBoolean();
        }
        entries.add(new ReleaseEntry(id, ack.groupEpoch(), ack.partition(), ack.ranges(), counted));
      }
    }
    return entries;
  }

  private static long[] ranges(List<Held> messages) {
    List<Held> sorted = messages.stream().sorted(Comparator.comparingLong(Held::offset)).toList();
    List<long[]> ranges = new ArrayList<>();
    for (Held message : sorted) {
      long[] last = ranges.isEmpty() ? new long[] {-2, -2} : ranges.getLast();
      if (message.offset() <= last[1] + 1) {
        last[1] = message.offset();
      } else {
        ranges.add(new long[] {message.offset(), message.offset()});
      }
    }
    return ranges.stream().flatMapToLong(java.util.Arrays::stream).toArray();
  }
}
