// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.RunHeader;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.RewindReport;
import io.rewindmq.shard.Shard;
import io.rewindmq.testkit.SimClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a broker, whatever happens to it, judged from what it is told and what it
 * says:
 *
 * <ul>
 *   <li>What is confirmed comes to every group; a message that is sent again is stored once.
 *   <li>What is settled and said to be so stays so, until a rewind.
 *   <li>What comes again says so, and how often it was tried.
 *   <li>Messages of one producer, partition and priority come in the order they were sent.
 *   <li>A transaction comes as a whole or not at all, as the broker has said.
 *   <li>A rewind brings everything from its target on, to this group alone.
 *   <li>Nobody gets more than asked for, too early, or after its expiration.
 * </ul>
 */
public final class ShadowModel {
  private final Trace trace;
  private final SimClock clock;
  private final Map<SimMessage.Origin, ShadowMessage> messages = new HashMap<>();
  private final List<ShadowMessage> inOrder = new ArrayList<>();
  private final Map<List<Long>, ShadowProducer> producers = new HashMap<>();
  private final List<ShadowConnection> connections = new ArrayList<>();
  private final Map<Integer, ShadowGroup> groups = new TreeMap<>();
  private final Map<String, ShadowGroup> groupsByName = new HashMap<>();
  private @Nullable Shard shard;
  private long latestMillis;
  private long roomMakingsSeen;
  private int life;
  private int connectionsMade;

  public ShadowModel(Trace trace, SimClock clock) {
    this.trace = trace;
    this.clock = clock;
  }

  public Trace trace() {
    return trace;
  }

  /** The broker's epoch. */
  public long epoch() {
    return shard().epoch();
  }

  private Shard shard() {
    Shard running = shard;
    if (running == null) {
      throw new AssertionError("no broker runs");
    }
    return running;
  }

  public WireTap connected() {
    ShadowConnection connection = new ShadowConnection(this, ++connectionsMade);
    connections.add(connection);
    return connection;
  }

  /** A group that was just made, and starts at the destination's end. */
  public void group(GroupView view) {
    int id = view.id();
    String name = view.spec().subscription() == null ? "" : view.spec().subscription();
    ShadowGroup group =
        new ShadowGroup(
            view.spec().name(),
            view.spec().destinationId(),
            false,
            () -> epochOf(id),
            inOrder::size);
    groups.put(id, group);
    groupsByName.put(key(view.spec().destinationId(), name), group);
  }

  private int epochOf(int group) {
    return shard()
        .group(group)
        .orElseThrow(() -> new AssertionError("group " + group + " is gone"))
        .epoch();
  }

  /** The groups that survive a restart, by their numbers. */
  public List<Integer> groupIds() {
    return List.copyOf(groups.keySet());
  }

  /** The group of a consumer that is being opened. */
  public ShadowGroup group(Frame.OpenConsumer frame) {
    String subscription = frame.subscription() == null ? "" : frame.subscription();
    return switch (frame.kind()) {
      case NON_DURABLE, SHARED, BROWSER ->
          new ShadowGroup("of one consumer", frame.handle(), true, () -> 1, inOrder::size);
      case QUEUE, DURABLE, SHARED_DURABLE -> {
        ShadowGroup group = groupsByName.get(key(frame.handle(), subscription));
        if (group == null) {
          throw new AssertionError("nobody made the group of " + frame);
        }
        yield group;
      }
    };
  }

  private static String key(int destination, String subscription) {
    return destination + "/" + subscription;
  }

  public ShadowProducer producer(long connectionId, long number) {
    return producers.computeIfAbsent(
        List.of(connectionId, number), key -> new ShadowProducer(this::register));
  }

  private void register(ShadowMessage message) {
    messages.put(message.message().origin(), message);
    inOrder.add(message);
  }

  /** The broker has recovered. */
  public void started(Shard recovered) {
    shard = recovered;
    roomMakingsSeen = 0;
    life++;
    latestMillis = clock.millis();
    groups.values().forEach(ShadowGroup::restarted);
  }

  /** The broker is gone, and with it everything that was not on the disk. */
  public void crashed() {
    connections.forEach(ShadowConnection::died);
    producers.values().forEach(ShadowProducer::lost);
    inOrder.forEach(ShadowMessage::crashed);
    connections.clear();
    shard = null;
  }

  /** Time has passed, or somebody has set the clock. */
  public void tick() {
    latestMillis = Math.max(latestMillis, clock.millis());
  }

  /** Notices when the broker has given up history: only what everybody had settled may be gone. */
  public void noticeHistory() {
    Shard running = shard;
    if (running == null || running.watch().counts().roomMakings() == roomMakingsSeen) {
      return;
    }
    roomMakingsSeen = running.watch().counts().roomMakings();
    trace.note("history was given up");
    for (ShadowMessage message : inOrder) {
      boolean isWanted =
          groups.values().stream()
              .filter(group -> group.destination() == message.destination())
              .filter(group -> !group.isVolatile())
              .anyMatch(group -> !group.reign().isSettled(message));
      if (!isWanted) {
        message.mayBeGone();
      }
    }
  }

  /** A rewind is durable. */
  public void rewound(RewindReport report) {
    trace.note("rewound " + report);
    ShadowGroup group = groups.get(report.groupId());
    if (group != null) {
      group.rewound(report);
    }
  }

  public void delivered(ShadowConsumer consumer, long place, SimMessage what, RunHeader run) {
    ShadowMessage message = messages.get(what.origin());
    if (message == null || !message.message().equals(what)) {
      throw new AssertionError("nobody sent " + what);
    }
    if (message.fate() == ShadowMessage.Fate.VOID
        || message.destination() != consumer.group().destination()) {
      throw new AssertionError(message + " must not come to " + consumer.group());
    }
    if (message.transaction() != null) {
      message.transaction().seen();
    }
    if (what.expiration() != 0 && what.expiration() <= clock.millis()) {
      throw new AssertionError(message + " has expired and is delivered");
    }
    // what was settled is not remembered as scheduled: a rewind brings it at once
    if (what.deliveryTime() > latestMillis && !run.isReplayed()) {
      throw new AssertionError(message + " is delivered too early");
    }
    message.seenAt(place, life);
    consumer
        .group()
        .reign()
        .delivered(consumer, place, message, run.deliveryCount(), run.flags(), life);
  }

  /** Everybody has got everything: is it all? */
  public void checkComplete() {
    connections.forEach(ShadowConnection::checkQuiet);
    for (ShadowGroup group : groups.values()) {
      for (int number = 0; number < inOrder.size(); number++) {
        ShadowMessage message = inOrder.get(number);
        if (message.destination() == group.destination()
            && message.fate() == ShadowMessage.Fate.CONFIRMED
            && message.message().expiration() == 0) {
          group.reign().checkComplete(message, number);
        }
      }
    }
  }
}
