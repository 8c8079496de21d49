// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import io.rewindmq.shard.RewindReport;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One group between two rewinds: what was delivered, what is in flight and with whom, what is
 * settled.
 */
final class ShadowReign {
  /** One message of the group. */
  static final class Entry {
    private final ShadowMessage message;
    private final boolean isDurable;
    private int life;
    private @Nullable ShadowConsumer holder;
    private long arrival;
    private boolean isSettled;

    /** Survives a crash. */
    private boolean isSettledForGood;

    /** Was settled before a crash, and nobody was told that it is durable. */
    private boolean isPerhapsSettled;

    private int attemptsMin;

    Entry(ShadowMessage message, boolean isDurable, int life) {
      this.message = message;
      this.isDurable = isDurable;
      this.life = life;
    }

    /** Whether the group outlives its consumers. */
    boolean isDurable() {
      return isDurable;
    }

    @Nullable ShadowConsumer holder() {
      return holder;
    }

    long arrival() {
      return arrival;
    }

    /** Settled; its holder is remembered, in case that it must be undone. */
    void settle() {
      isSettled = true;
    }

    /** The commit that settled it was refused. */
    void unsettle() {
      isSettled = false;
    }

    boolean isSettled() {
      return isSettled;
    }

    void settledForGood() {
      isSettledForGood = true;
    }

    void perhapsSettled() {
      isPerhapsSettled = true;
    }

    /**
     * It was on no disk when the machine stopped, as nobody waits for one that is not persistent.
     */
    boolean mayHaveBeenLost(int newLife) {
      return life != newLife && !message.message().isPersistent() && !isSettledForGood;
    }

    void goesBack(boolean isAttempt) {
      holder = null;
      if (isAttempt) {
        attemptsMin++;
      }
    }
  }

  private final ShadowGroup group;
  private final int epoch;
  private final TreeMap<Long, Entry> entries = new TreeMap<>();

  /** How far messages were known when it began. */
  private final int bornAt;

  /** Null while unknown. */
  private @Nullable List<RewindReport.Move> moves;

  private final boolean isFirst;

  ShadowReign(ShadowGroup group, int epoch, boolean isFirst, int bornAt) {
    this.group = group;
    this.epoch = epoch;
    this.isFirst = isFirst;
    this.bornAt = bornAt;
  }

  int epoch() {
    return epoch;
  }

  /** The broker has said that the rewind is durable. */
  boolean isDurable() {
    return moves != null;
  }

  /** The broker has said where the rewind went. */
  void rewound(List<RewindReport.Move> to) {
    moves = to;
    entries.forEach((place, entry) -> checkPlace(place, entry.message));
  }

  @Nullable Entry entry(int partition, long offset) {
    return entries.get(Places.of(partition, offset));
  }

  Iterable<Entry> entries() {
    return entries.values();
  }

  /** A message goes out. */
  void delivered(
      ShadowConsumer consumer, long place, ShadowMessage message, int count, int flags, int life) {
    checkPlace(place, message);
    Entry entry = entries.get(place);
    boolean isNew = entry == null;
    if (entry != null && entry.message == message && entry.mayHaveBeenLost(life)) {
      entry = null; // its producer, never told that it was taken, has sent it once more
      entries.remove(place);
    }
    if (entry == null || entry.message != message) {
      check(
          entry == null || (entry.life != life && !entry.message.message().isPersistent()),
          () -> message + " lies where another message was");
      entry = new Entry(message, !group.isVolatile(), life);
      entries.put(place, entry);
    }
    check(!entry.isSettled, () -> message + " was settled, and comes again");
    check(entry.holder == null, () -> message + " is in flight, and comes again");
    boolean isFlagged = (flags & 1) != 0;
    check(isFlagged == count > 1, () -> message + " has count " + count + " and flags " + flags);
    int attemptsMin = Math.max(entry.attemptsMin, isReplayed(place) ? 1 : 0);
    check(
        count > attemptsMin,
        () -> message + " comes with count " + count + " after " + attemptsMin + " attempts");
    if (isFirst || moves != null) {
      boolean isReplay = (flags & 2) != 0;
      check(
          isReplay == isReplayed(place),
          () -> message + " at " + Places.text(place) + " replayed?");
    }
    if (isNew && !isFlagged) {
      consumer.checkOrder(Places.partition(place), message);
    }
    entry.isPerhapsSettled = false;
    entry.life = life;
    entry.holder = consumer;
    entry.arrival = consumer.arrived();
  }

  private void checkPlace(long place, ShadowMessage message) {
    List<RewindReport.Move> known = moves;
    if (known != null) {
      long from = known.get(Places.partition(place)).to();
      check(
          Places.offset(place) >= from, () -> message + " lies below the rewind's target " + from);
    }
  }

  private boolean isReplayed(long place) {
    List<RewindReport.Move> known = moves;
    if (known == null) {
      return false;
    }
    RewindReport.Move move = known.get(Places.partition(place));
    return Places.offset(place) < move.to() + move.backlogAfter();
  }

  /** Whether the group does not wait for a message any more. */
  boolean isSettled(ShadowMessage message) {
    Entry entry = message.place() == -1 ? null : entries.get(message.place());
    if (entry != null && entry.message == message) {
      return entry.isSettled || entry.isPerhapsSettled;
    }
    List<RewindReport.Move> known = moves;
    return known != null
        && message.place() != -1
        && Places.offset(message.place()) < known.get(Places.partition(message.place())).to();
  }

  /** The broker has crashed. */
  void crashed() {
    for (Entry entry : entries.values()) {
      entry.holder = null;
      entry.attemptsMin = 1;
      if (entry.isSettled && !entry.isSettledForGood) {
        entry.isSettled = false;
        entry.isPerhapsSettled = true;
      }
    }
  }

  /**
   * Everything available was delivered: is it all?
   *
   * @param number of the message in the order of their coming
   */
  void checkComplete(ShadowMessage message, int number) {
    long place = message.place();
    Entry entry = place == -1 ? null : entries.get(place);
    if (entry != null && entry.message == message) {
      boolean isThere =
          entry.holder != null
              || entry.isSettled
              || entry.isPerhapsSettled
              || message.isPerhapsGone(); // a rewind came while it was given up
      check(isThere, () -> message + " at " + Places.text(place) + " does not come again");
      return;
    }
    List<RewindReport.Move> known = moves;
    boolean isOlder = number < bornAt;
    boolean mayBeSkipped =
        isOlder
            && !isFirst
            && (known == null
                || (place == -1
                    ? known.stream().anyMatch(move -> move.to() > 0)
                    : Places.offset(place) < known.get(Places.partition(place)).to()));
    check(
        mayBeSkipped || message.isPerhapsGone(),
        () -> message + " at " + Places.text(place) + " is lost");
  }

  private void check(boolean isSo, Supplier<String> otherwise) {
    if (!isSo) {
      throw new AssertionError(group + ", epoch " + epoch + ": " + otherwise.get());
    }
  }
}
