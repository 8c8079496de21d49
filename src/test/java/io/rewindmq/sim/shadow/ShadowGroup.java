// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import io.rewindmq.shard.RewindReport;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/** One group, and everything that must be true of its deliveries. */
final class ShadowGroup {
  private final String name;
  private final int destination;
  private final boolean isVolatile;
  private final IntSupplier epochs;
  private final IntSupplier messageCount;
  private final TreeMap<Integer, ShadowReign> reigns = new TreeMap<>();
  private final List<ShadowConsumer> consumers = new ArrayList<>();

  /**
   * A group that was just made.
   *
   * @param epochs tells the group's present epoch
   * @param messageCount tells how many messages are known
   */
  ShadowGroup(
      String name,
      int destination,
      boolean isVolatile,
      IntSupplier epochs,
      IntSupplier messageCount) {
    this.name = name;
    this.isVolatile = isVolatile;
    this.destination = destination;
    this.epochs = epochs;
    this.messageCount = messageCount;
    reigns.put(1, new ShadowReign(this, 1, true, 0));
  }

  /** It ends with its consumer, and nothing of it is ever on the disk. */
  boolean isVolatile() {
    return isVolatile;
  }

  int destination() {
    return destination;
  }

  void add(ShadowConsumer consumer) {
    consumers.add(consumer);
  }

  /** The present reign. */
  ShadowReign reign() {
    int epoch = epochs.getAsInt();
    ShadowReign last = reigns.lastEntry().getValue();
    if (epoch < last.epoch()) {
      throw new AssertionError(this + ": epoch " + epoch + " follows " + last.epoch());
    }
    return epoch == last.epoch() ? last : begin(epoch);
  }

  private ShadowReign begin(int epoch) {
    ShadowReign next = new ShadowReign(this, epoch, false, messageCount.getAsInt());
    reigns.put(epoch, next);
    consumers.forEach(ShadowConsumer::rewound);
    return next;
  }

  /** The broker has said that a rewind is durable. */
  void rewound(RewindReport report) {
    reign();
    ShadowReign begun = reigns.get(report.epoch());
    if (begun != null) { // else the next rewind came before anything else
      begun.rewound(report.moves());
    }
  }

  /** The broker has crashed, and is back: a rewind that nobody was told of may be undone. */
  void restarted() {
    consumers.clear();
    int epoch = epochs.getAsInt();
    if (reigns.tailMap(epoch, false).values().stream().anyMatch(ShadowReign::isDurable)) {
      throw new AssertionError(this + ": a durable rewind is undone, the epoch is " + epoch);
    }
    reigns.tailMap(epoch, false).clear();
    reigns.values().forEach(ShadowReign::crashed);
    if (reigns.isEmpty()) {
      throw new AssertionError(this + ": epoch " + epoch + " was never");
    }
    reign();
  }

  @Override
  public String toString() {
    return "group " + name;
  }
}
