// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.delivery.SettleReason;
import io.rewindmq.journal.Journal;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.entry.EventCodec;
import io.rewindmq.shard.entry.LongList;
import io.rewindmq.shard.entry.ShardEvent;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes a decided event into the journal's open batch and applies it, in one step: nothing changes
 * in any other way.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class EventLog {
  /** What an entry without messages takes at most, as a rule: to ask for room. */
  public static final int SMALL_ENTRY_BYTES = 256;

  private final Journal journal;
  private final ShardState state;
  private final EventCodec codec = new EventCodec();
  private final ShardFigures figures = new ShardFigures();
  private final TrafficTable traffic = new TrafficTable();

  public EventLog(Journal journal, ShardState state) {
    this.journal = journal;
    this.state = state;
  }

  /** What has been done so far. */
  public ShardFigures figures() {
    return figures;
  }

  /** The same by destination and by group. */
  public TrafficTable traffic() {
    return traffic;
  }

  /** Any event without messages. */
  public void log(ShardEvent event) {
    ByteBuffer payload = codec.encode(event);
    byte kind = EventCodec.kindOf(event);
    journal.reserve(kind, EventCodec.versionOf(kind), payload.remaining()).put(payload);
    state.apply(event, journal.reservedPosition());
    count(event);
  }

  private void count(ShardEvent event) {
    if (event instanceof ShardEvent.Settled settled) {
      countSettled(settled);
    } else if (event instanceof ShardEvent.Committed committed) {
      for (ShardEvent.CommittedRun run : committed.runs()) {
        figures.took(run.facts().count(), run.bytes());
        traffic.ofDestination(run.destination()).took(run.facts().count(), run.bytes());
      }
      committed.settlements().forEach(this::countSettled);
    }
  }

  private void countSettled(ShardEvent.Settled settled) {
    LongList ranges = settled.ranges();
    long messages = 0;
    for (int i = 0; i < ranges.size(); i += 2) {
      messages += ranges.get(i + 1) - ranges.get(i) + 1;
    }
    if (settled.reason() == SettleReason.ACKNOWLEDGED
        || settled.reason() == SettleReason.COMMITTED) {
      figures.acknowledgedMore(messages);
    }
    GroupState group = state.group(settled.group());
    if (group != null) {
      noteSettled(group, settled.reason(), messages);
    }
  }

  /** Counts messages that ended for a group; only what was not logged has to be told. */
  public void noteSettled(GroupState group, SettleReason reason, long messages) {
    traffic.ofGroup(group.id()).settled(reason, messages);
    traffic.ofDestination(group.fields().destinationId()).settled(reason, messages);
  }

  /** Counts messages that go out to a group's consumers, all for the first time or all again. */
  public void noteDelivered(GroupState group, int messages, int bytes, boolean again) {
    figures.delivered(messages, bytes);
    traffic.ofGroup(group.id()).delivered(messages, bytes, again);
    traffic.ofDestination(group.fields().destinationId()).delivered(messages, bytes, again);
  }

  /** Messages; the elements' position is moved to the limit. */
  public void log(ShardEvent.Appended event, ByteBuffer elements) {
    int bytes = EventCodec.APPENDED_HEADER_BYTES + elements.remaining();
    ByteBuffer to =
        journal.reserve(EventCodec.APPENDED, EventCodec.versionOf(EventCodec.APPENDED), bytes);
    EventCodec.putHeader(event, to);
    to.put(elements);
    state.apply(event, journal.reservedPosition() + EventCodec.APPENDED_HEADER_BYTES);
    figures.took(event.facts().count(), event.bytes());
    traffic.ofDestination(event.destination()).took(event.facts().count(), event.bytes());
  }

  /** Messages of a transaction; the elements' position is moved to the limit. */
  public void log(ShardEvent.Staged event, ByteBuffer elements) {
    int bytes = EventCodec.STAGED_HEADER_BYTES + elements.remaining();
    ByteBuffer to =
        journal.reserve(EventCodec.STAGED, EventCodec.versionOf(EventCodec.STAGED), bytes);
    EventCodec.putHeader(event, to);
    to.put(elements);
    state.apply(event, journal.reservedPosition() + EventCodec.STAGED_HEADER_BYTES);
  }

  /** Copies of messages; the elements' position is moved to the limit. */
  public void log(ShardEvent.Moved event, ByteBuffer elements) {
    ByteBuffer header = codec.encode(event);
    int headerBytes = header.remaining();
    byte kind = EventCodec.kindOf(event);
    journal
        .reserve(kind, EventCodec.versionOf(kind), headerBytes + elements.remaining())
        .put(header)
        .put(elements);
    state.apply(event, journal.reservedPosition() + headerBytes);
    figures.movedMore(event.facts().count());
    traffic.ofDestination(event.destination()).took(event.facts().count(), event.bytes());
    countSettled(event.settled());
  }

  /** What was logged so far must be forced, not just written. */
  public void force() {
    journal.requireForce();
  }

  /** What was logged so far is durable once the journal is durable up to here. */
  public long end() {
    return journal.openEnd();
  }

  /** Whether everything logged so far is durable. */
  public boolean isDurable() {
    return journal.durablePosition() >= journal.openEnd();
  }

  /** Sees to it that everything logged so far becomes durable, if it is not already. */
  public void forceAll() {
    if (!isDurable()) {
      force();
    }
  }

  /** Whether an entry with so many bytes of messages finds room. */
  public boolean hasRoomForMessages(int bytes) {
    return journal.hasRoomFor(EventCodec.STAGED_HEADER_BYTES + bytes, false);
  }

  /** Whether an event without messages finds room. */
  public boolean hasRoomFor(ShardEvent event) {
    return journal.hasRoomFor(codec.encode(event).remaining(), true);
  }

  /** Whether all these events find room. */
  public boolean hasRoomForAll(List<ShardEvent> events) {
    long bytes = 0;
    for (ShardEvent event : events) {
      bytes += SMALL_ENTRY_BYTES + codec.encode(event).remaining();
    }
    return journal.hasRoomForAll(bytes);
  }

  /** For what frees room or ends something. */
  public boolean hasRoomForEssential() {
    return journal.hasRoomFor(SMALL_ENTRY_BYTES, true);
  }
}
