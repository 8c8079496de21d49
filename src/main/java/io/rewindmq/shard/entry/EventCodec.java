// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of all events. Version 1, or 2 where destination fields are part. Big-endian; {@code v}
 * is a varint (7 bits a byte, lowest first), {@code s} a string (u16 length, UTF-8; 0xFFFF = null),
 * {@code op} an operation id (16 bytes), {@code ranges} = v count of numbers, then each number's
 * distance from the one before as v.
 *
 * <pre>
 *  1 EPOCH_STARTED       i64 epoch, i64 millis
 *  2 DESTINATION_CREATED op, i32 id, i32 queueGroupId, destination fields
 *  3 DESTINATION_DELETED op, u8 reason, i32 id
 *  4 GROUP_CREATED       op, i32 id, group fields
 *  5 GROUP_DELETED       op, u8 reason, i32 id, i32 groupEpoch
 *  6 APPENDED            i32 destination, u16 partition, i64 connection, i64 producer, i64 lastSequence,
 *                        i64 lastCommitted, i64 baseOffset, i64 millis, i32 count, elements
 *  7 STAGED              i64 connection, i64 producer, i64 transaction, i32 ordinal, i32 destination, u16 partition,
 *                        i64 lastSequence, i64 lastCommitted, i64 millis, i32 count, elements
 *  8 COMMITTED           op, transaction, i64 lastSequence, i64 millis, v runs { i32 destination, u16 partition, i64 baseOffset,
 *                        i64 position, i32 bytes, facts }, v settlements { as SETTLED }
 *  9 ROLLED_BACK         op, transaction
 * 10 SETTLED             op, u8 reason, i32 group, i32 groupEpoch, u16 partition, ranges
 * 11 RELEASED            op, u8 reason, i32 group, i32 groupEpoch, u16 partition, ranges
 * 12 MARK_ADVANCED       i32 group, i32 groupEpoch, u16 partition, i64 mark
 * 13 CURSOR_MOVED        op, u8 reason, i32 group, i32 groupEpoch, v partitions { i64 target, i64 end }
 * 14 MATERIALIZED        i32 destination, u16 partition, i64 end
 * 15 PRODUCERS_FORGOTTEN op, u8 reason, v count { i64 connection, i64 producer }
 * 16 SHARD_SNAPSHOT      i64 epoch, i32 nextDestinationId, i32 nextGroupId
 * 17–21                  see {@link PictureCodec}
 * 22 MOVED               as SETTLED, then i32 destination, u16 partition, i64 baseOffset, i64 millis, i32 count, elements
 * 23 DESTINATION_CHANGED op, i32 id, destination fields
 * transaction = i64 connection, i64 producer, i64 number
 * facts = v count, v ranges { v first, v last } of non-persistent ones, v groupsEnd, v partsEnd,
 *         v rows { v index, u8 priority,
 *         i64 deliveryTime, i64 expiration }
 * </pre>
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class EventCodec {
  /** Bytes of an APPENDED entry before its elements. */
  public static final int APPENDED_HEADER_BYTES = 58;

  /** Bytes of a STAGED entry before its elements. */
  public static final int STAGED_HEADER_BYTES = 62;

  public static final byte APPENDED = EntryKind.APPENDED;
  public static final byte STAGED = EntryKind.STAGED;

  private final EntryWriter writer = new EntryWriter();

  /** The kind an event is written as. */
  public static byte kindOf(ShardEvent event) {
    return switch (event) {
      case ShardEvent.EpochStarted e -> EntryKind.EPOCH_STARTED;
      case ShardEvent.DestinationCreated e -> EntryKind.DESTINATION_CREATED;
      case ShardEvent.DestinationDeleted e -> EntryKind.DESTINATION_DELETED;
      case ShardEvent.DestinationChanged e -> EntryKind.DESTINATION_CHANGED;
      case ShardEvent.GroupCreated e -> EntryKind.GROUP_CREATED;
      case ShardEvent.GroupStarted e -> EntryKind.GROUP_STARTED;
      case ShardEvent.GroupDeleted e -> EntryKind.GROUP_DELETED;
      case ShardEvent.Appended e -> EntryKind.APPENDED;
      case ShardEvent.Staged e -> EntryKind.STAGED;
      case ShardEvent.Committed e -> EntryKind.COMMITTED;
      case ShardEvent.RolledBack e -> EntryKind.ROLLED_BACK;
      case ShardEvent.Settled e -> EntryKind.SETTLED;
      case ShardEvent.Released e -> EntryKind.RELEASED;
      case ShardEvent.MarkAdvanced e -> EntryKind.MARK_ADVANCED;
      case ShardEvent.CursorMoved e -> EntryKind.CURSOR_MOVED;
      case ShardEvent.Materialized e -> EntryKind.MATERIALIZED;
      case ShardEvent.ProducersForgotten e -> EntryKind.PRODUCERS_FORGOTTEN;
      case ShardEvent.ShardSnapshot e -> EntryKind.SHARD_SNAPSHOT;
      case ShardEvent.DestinationSnapshot e -> EntryKind.DESTINATION_SNAPSHOT;
      case ShardEvent.GroupSnapshot e -> EntryKind.GROUP_SNAPSHOT;
      case ShardEvent.ProducerSnapshot e -> EntryKind.PRODUCER_SNAPSHOT;
      case ShardEvent.PartitionPart e -> EntryKind.PARTITION_PART;
      case ShardEvent.CursorPart e -> EntryKind.CURSOR_PART;
      case ShardEvent.Moved e -> EntryKind.MOVED;
    };
  }

  /** The version a kind is written in. */
  public static byte versionOf(byte kind) {
    return EntryKind.versionOf(kind);
  }

  /** Writes the part of an APPENDED entry before its elements. */
  public static void putHeader(ShardEvent.Appended e, ByteBuffer to) {
    to.putInt(e.destination()).putShort((short) e.partition());
    to.putLong(e.producer().connectionId()).putLong(e.producer().number());
    to.putLong(e.lastSequence()).putLong(e.lastCommitted());
    to.putLong(e.baseOffset()).putLong(e.millis());
    to.putInt(e.facts().count());
  }

  /** Writes the part of a STAGED entry before its elements. */
  public static void putHeader(ShardEvent.Staged e, ByteBuffer to) {
    TransactionId id = e.transaction();
    to.putLong(id.producer().connectionId()).putLong(id.producer().number()).putLong(id.number());
    to.putInt(e.ordinal()).putInt(e.destination()).putShort((short) e.partition());
    to.putLong(e.lastSequence()).putLong(e.lastCommitted()).putLong(e.millis());
    to.putInt(e.facts().count());
  }

  /**
   * The payload of any event without elements; of MOVED, what comes before its elements.
   *
   * @return from position to limit, good until the next call
   */
  public ByteBuffer encode(ShardEvent event) {
    EntryWriter to = writer;
    to.begin();
    switch (event) {
      case ShardEvent.Appended e -> throw new IllegalArgumentException("has elements");
      case ShardEvent.Staged e -> throw new IllegalArgumentException("has elements");
      case ShardEvent.EpochStarted e -> to.i64(e.epoch()).i64(e.millis());
      case ShardEvent.DestinationCreated e -> {
        to.operation(e.operation()).i32(e.id()).i32(e.queueGroupId());
        PictureCodec.put(e.fields(), to);
      }
      case ShardEvent.DestinationChanged e ->
          PictureCodec.put(e.fields(), to.operation(e.operation()).i32(e.id()));
      case ShardEvent.DestinationDeleted e ->
          to.operation(e.operation()).u8(e.reason().code()).i32(e.id());
      case ShardEvent.GroupCreated e ->
          PictureCodec.put(e.fields(), to.operation(e.operation()).i32(e.id()));
      case ShardEvent.GroupStarted e -> put(e, to);
      case ShardEvent.GroupDeleted e ->
          to.operation(e.operation()).u8(e.reason().code()).i32(e.id()).i32(e.groupEpoch());
      case ShardEvent.Committed e -> put(e, to);
      case ShardEvent.RolledBack e -> put(e.transaction(), to.operation(e.operation()));
      case ShardEvent.Settled e -> put(e, to);
      case ShardEvent.Released e -> {
        to.operation(e.operation()).u8(e.reason().code());
        to.i32(e.group()).i32(e.groupEpoch()).u16(e.partition()).ascending(e.ranges());
      }
      case ShardEvent.MarkAdvanced e ->
          to.i32(e.group()).i32(e.groupEpoch()).u16(e.partition()).i64(e.mark());
      case ShardEvent.CursorMoved e -> put(e, to);
      case ShardEvent.Materialized e -> to.i32(e.destination()).u16(e.partition()).i64(e.end());
      case ShardEvent.ProducersForgotten e -> {
        to.operation(e.operation()).u8(e.reason().code()).varint(e.producers().size());
        e.producers().forEach(id -> to.i64(id.connectionId()).i64(id.number()));
      }
      case ShardEvent.ShardSnapshot e ->
          to.i64(e.epoch()).i32(e.nextDestinationId()).i32(e.nextGroupId());
      case ShardEvent.DestinationSnapshot e -> PictureCodec.put(e, to);
      case ShardEvent.GroupSnapshot e -> PictureCodec.put(e, to);
      case ShardEvent.ProducerSnapshot e -> PictureCodec.put(e, to);
      case ShardEvent.PartitionPart e -> PictureCodec.put(e, to);
      case ShardEvent.CursorPart e -> PictureCodec.put(e, to);
      case ShardEvent.Moved e -> {
        put(e.settled(), to);
        to.i32(e.destination()).u16(e.partition()).i64(e.baseOffset()).i64(e.millis());
        to.i32(e.facts().count());
      }
    }
    return to.end();
  }

  /**
   * Reads an entry.
   *
   * @param payload from position to limit
   * @throws IllegalArgumentException kind or version is not known, or the bytes are none of that
   *     kind
   */
  public static ShardEvent decode(byte kind, byte version, ByteBuffer payload) {
    if (version < EntryKind.VERSION || version > EntryKind.versionOf(kind)) {
      throw new IllegalArgumentException("entry kind " + kind + " of version " + version);
    }
    try {
      return read(kind, version, payload);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("entry of kind " + kind + " is too short", e);
    }
  }

  private static ShardEvent read(byte kind, byte version, ByteBuffer payload) {
    EntryReader in = new EntryReader(payload);
    return switch (kind) {
      case EntryKind.EPOCH_STARTED -> new ShardEvent.EpochStarted(in.i64(), in.i64());
      case EntryKind.DESTINATION_CREATED ->
          new ShardEvent.DestinationCreated(
              in.operation(), in.i32(), in.i32(), PictureCodec.destinationFields(in, version));
      case EntryKind.DESTINATION_CHANGED ->
          new ShardEvent.DestinationChanged(
              in.operation(), in.i32(), PictureCodec.destinationFields(in, version));
      case EntryKind.DESTINATION_DELETED ->
          new ShardEvent.DestinationDeleted(in.operation(), reason(in), in.i32());
      case EntryKind.GROUP_CREATED ->
          new ShardEvent.GroupCreated(in.operation(), in.i32(), PictureCodec.groupFields(in));
      case EntryKind.GROUP_STARTED -> groupStarted(in);
      case EntryKind.GROUP_DELETED ->
          new ShardEvent.GroupDeleted(in.operation(), reason(in), in.i32(), in.i32());
      case EntryKind.APPENDED -> appended(in, payload);
      case EntryKind.STAGED -> staged(in, payload);
      case EntryKind.COMMITTED -> committed(in);
      case EntryKind.ROLLED_BACK -> new ShardEvent.RolledBack(in.operation(), transaction(in));
      case EntryKind.SETTLED -> settled(in);
      case EntryKind.RELEASED ->
          new ShardEvent.Released(
              in.operation(), reason(in), in.i32(), in.i32(), in.u16(), in.ascending());
      case EntryKind.MARK_ADVANCED ->
          new ShardEvent.MarkAdvanced(in.i32(), in.i32(), in.u16(), in.i64());
      case EntryKind.CURSOR_MOVED -> cursorMoved(in);
      case EntryKind.MATERIALIZED -> new ShardEvent.Materialized(in.i32(), in.u16(), in.i64());
      case EntryKind.PRODUCERS_FORGOTTEN -> forgotten(in);
      case EntryKind.SHARD_SNAPSHOT -> new ShardEvent.ShardSnapshot(in.i64(), in.i32(), in.i32());
      case EntryKind.DESTINATION_SNAPSHOT -> PictureCodec.destination(in, version);
      case EntryKind.GROUP_SNAPSHOT -> PictureCodec.group(in);
      case EntryKind.PRODUCER_SNAPSHOT -> PictureCodec.producers(in);
      case EntryKind.PARTITION_PART -> PictureCodec.partitionPart(in);
      case EntryKind.CURSOR_PART -> PictureCodec.cursorPart(in);
      case EntryKind.MOVED -> moved(in, payload);
      default -> throw new IllegalArgumentException("unknown kind of entry " + kind);
    };
  }

  private static ShardEvent appended(EntryReader in, ByteBuffer payload) {
    int destination = in.i32();
    int partition = in.u16();
    ProducerId producer = new ProducerId(in.i64(), in.i64());
    long lastSequence = in.i64();
    long lastCommitted = in.i64();
    long baseOffset = in.i64();
    long millis = in.i64();
    int count = in.i32();
    return new ShardEvent.Appended(
        destination,
        partition,
        producer,
        lastSequence,
        lastCommitted,
        baseOffset,
        millis,
        in.remaining(),
        facts(payload, count));
  }

  private static ShardEvent staged(EntryReader in, ByteBuffer payload) {
    TransactionId transaction = transaction(in);
    int ordinal = in.i32();
    int destination = in.i32();
    int partition = in.u16();
    long lastSequence = in.i64();
    long lastCommitted = in.i64();
    long millis = in.i64();
    int count = in.i32();
    return new ShardEvent.Staged(
        transaction,
        ordinal,
        destination,
        partition,
        lastSequence,
        lastCommitted,
        millis,
        in.remaining(),
        facts(payload, count));
  }

  private static ShardEvent moved(EntryReader in, ByteBuffer payload) {
    ShardEvent.Settled settled = settled(in);
    int destination = in.i32();
    int partition = in.u16();
    long baseOffset = in.i64();
    long millis = in.i64();
    int count = in.i32();
    return new ShardEvent.Moved(
        settled, destination, partition, baseOffset, millis, in.remaining(), facts(payload, count));
  }

  private static MessageFacts facts(ByteBuffer elements, int count) {
    MessageFacts facts = new MessageFacts();
    if (!ElementScanner.scan(elements, count, facts)) {
      throw new IllegalArgumentException("not " + count + " whole messages");
    }
    return facts;
  }

  private static void put(ShardEvent.Committed e, EntryWriter to) {
    put(e.transaction(), to.operation(e.operation()));
    to.i64(e.lastSequence()).i64(e.millis()).varint(e.runs().size());
    for (ShardEvent.CommittedRun run : e.runs()) {
      to.i32(run.destination()).u16(run.partition()).i64(run.baseOffset());
      to.i64(run.position()).i32(run.bytes());
      PictureCodec.put(run.facts(), to);
    }
    to.varint(e.settlements().size());
    e.settlements().forEach(settled -> put(settled, to));
  }

  private static ShardEvent committed(EntryReader in) {
    var operation = in.operation();
    TransactionId transaction = transaction(in);
    long lastSequence = in.i64();
    long millis = in.i64();
    int runCount = in.count();
    List<ShardEvent.CommittedRun> runs = new ArrayList<>(runCount);
    for (int i = 0; i < runCount; i++) {
      runs.add(
          new ShardEvent.CommittedRun(
              in.i32(), in.u16(), in.i64(), in.i64(), in.i32(), PictureCodec.facts(in)));
    }
    int settledCount = in.count();
    List<ShardEvent.Settled> settlements = new ArrayList<>(settledCount);
    for (int i = 0; i < settledCount; i++) {
      settlements.add(settled(in));
    }
    return new ShardEvent.Committed(
        operation, transaction, lastSequence, millis, runs, settlements);
  }

  private static void put(ShardEvent.Settled e, EntryWriter to) {
    to.operation(e.operation()).u8(e.reason().code());
    to.i32(e.group()).i32(e.groupEpoch()).u16(e.partition()).ascending(e.ranges());
  }

  private static ShardEvent.Settled settled(EntryReader in) {
    return new ShardEvent.Settled(
        in.operation(), reason(in), in.i32(), in.i32(), in.u16(), in.ascending());
  }

  private static void put(ShardEvent.CursorMoved e, EntryWriter to) {
    to.operation(e.operation()).u8(e.reason().code()).i32(e.group()).i32(e.groupEpoch());
    putPairs(e.targets(), e.ends(), to);
  }

  private static void put(ShardEvent.GroupStarted e, EntryWriter to) {
    PictureCodec.put(e.fields(), to.operation(e.operation()).i32(e.id()));
    putPairs(e.targets(), e.ends(), to);
  }

  private static void putPairs(LongList targets, LongList ends, EntryWriter to) {
    to.varint(targets.size());
    for (int i = 0; i < targets.size(); i++) {
      to.i64(targets.get(i)).i64(ends.get(i));
    }
  }

  private static ShardEvent cursorMoved(EntryReader in) {
    var operation = in.operation();
    SettleReason reason = reason(in);
    int group = in.i32();
    int groupEpoch = in.i32();
    LongList targets = new LongList();
    LongList ends = new LongList();
    readPairs(in, targets, ends);
    return new ShardEvent.CursorMoved(operation, reason, group, groupEpoch, targets, ends);
  }

  private static ShardEvent groupStarted(EntryReader in) {
    var operation = in.operation();
    int id = in.i32();
    var fields = PictureCodec.groupFields(in);
    LongList targets = new LongList();
    LongList ends = new LongList();
    readPairs(in, targets, ends);
    return new ShardEvent.GroupStarted(operation, id, fields, targets, ends);
  }

  private static void readPairs(EntryReader in, LongList targets, LongList ends) {
    for (int rest = in.count(); rest > 0; rest--) {
      targets.add(in.i64());
      ends.add(in.i64());
    }
  }

  private static ShardEvent forgotten(EntryReader in) {
    var operation = in.operation();
    SettleReason reason = reason(in);
    List<ProducerId> producers = new ArrayList<>();
    for (int rest = in.count(); rest > 0; rest--) {
      producers.add(new ProducerId(in.i64(), in.i64()));
    }
    return new ShardEvent.ProducersForgotten(operation, reason, producers);
  }

  private static void put(TransactionId id, EntryWriter to) {
    to.i64(id.producer().connectionId()).i64(id.producer().number()).i64(id.number());
  }

  private static TransactionId transaction(EntryReader in) {
    return new TransactionId(new ProducerId(in.i64(), in.i64()), in.i64());
  }

  private static SettleReason reason(EntryReader in) {
    return SettleReason.ofCode(in.u8());
  }
}
