// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.delivery.BacklogLimit;
import io.rewindmq.delivery.BacklogPolicy;
import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.record.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The bytes of full pictures of objects; the notation is that of {@link EventCodec}.
 *
 * <pre>
 * destination fields = u8 kind (1 queue 2 topic 3 temporary queue 4 temporary topic), s name, u16 partitions,
 *                      i64 retentionMillis, i64 retentionBytes, u8 replayAllowed, policy,
 *                      u16 own settings, a bit each (since version 2; before: none),
 *                      i64 backlogBytesMax, u8 backlogPolicy (since version 3; before: no limit)
 * policy             = i32 deliveriesMax, i64 redeliveryDelayMillis, i32 redeliveryFactorPercent,
 *                      i64 redeliveryDelayMillisMax, s deadLetterQueue, s expiryQueue
 * group fields       = i32 destinationId, u8 kind (1 queue 2 durable 3 shared durable), s name, s clientId,
 *                      s subscription, s selector, u8 noLocal
 * 17 DESTINATION_SNAPSHOT i32 id, i32 queueGroupId, destination fields, v partitions { i64 nextOffset,
 *                      i64 materializedEnd, i64 groupsEnd, i64 partsEnd, ranges of non-persistent, rows }
 * rows               = v count { v distance of the offset from the row before, u8 priority, v deliveryTime,
 *                      v expiration }
 * 18 GROUP_SNAPSHOT  i32 id, i32 groupEpoch, u8 replay?, op if so, group fields, v cursors { i64 committed,
 *                      i64 mark, i64 replayEnd, ranges of settled, attempts }
 * attempts           = v count of numbers { v first, v last, v attempts, v failures }
 * 19 PRODUCER_SNAPSHOT v count { i64 connection, i64 producer, i64 lastSequence, i64 lastCommitted, i64 lastMillis,
 *                      i64 gapFloor, ranges of gaps }
 * 20 PARTITION_PART  i32 destination, u16 partition, ranges of non-persistent, rows: more of the snapshot before
 * 21 CURSOR_PART     i32 group, u16 partition, ranges of settled, attempts: more of the snapshot before
 * </pre>
 */
final class PictureCodec {
  private PictureCodec() {}

  static void put(DestinationFields fields, EntryWriter to) {
    to.u8(code(fields.kind())).string(fields.name()).u16(fields.partitions());
    DestinationSettings settings = fields.settings();
    to.i64(settings.retentionMillis()).i64(settings.retentionBytes());
    to.bool(settings.replayAllowed());
    put(settings.policy(), to);
    to.u16(Setting.bits(fields.own()));
    to.i64(settings.backlog().bytesMax()).u8(settings.backlog().policy().code());
  }

  static DestinationFields destinationFields(EntryReader in, byte version) {
    DestinationKind kind = destinationKind(in.u8());
    String name = in.string();
    int partitions = in.u16();
    long retentionMillis = in.i64();
    long retentionBytes = in.i64();
    boolean replayAllowed = in.bool();
    DeliveryPolicy policy = policy(in);
    Set<Setting> own =
        version < EntryKind.VERSION_WITH_OWN_SETTINGS ? Set.of() : Setting.ofBits(in.u16());
    BacklogLimit backlog =
        version < EntryKind.VERSION_WITH_BACKLOG_LIMIT
            ? BacklogLimit.NONE
            : new BacklogLimit(in.i64(), BacklogPolicy.ofCode(in.u8()));
    DestinationSettings settings =
        new DestinationSettings(retentionMillis, retentionBytes, replayAllowed, policy, backlog);
    boolean isUsual = settings.equals(DestinationSettings.DEFAULT); // one object serves them all
    return new DestinationFields(
        kind, name, partitions, isUsual ? DestinationSettings.DEFAULT : settings, own);
  }

  private static void put(DeliveryPolicy policy, EntryWriter to) {
    to.i32(policy.deliveriesMax()).i64(policy.redeliveryDelayMillis());
    to.i32(policy.redeliveryFactorPercent()).i64(policy.redeliveryDelayMillisMax());
    to.string(policy.deadLetterQueue()).string(policy.expiryQueue());
  }

  private static DeliveryPolicy policy(EntryReader in) {
    return new DeliveryPolicy(
        in.i32(), in.i64(), in.i32(), in.i64(), in.optionalString(), in.optionalString());
  }

  static void put(GroupFields fields, EntryWriter to) {
    to.i32(fields.destinationId()).u8(code(fields.kind())).string(fields.name());
    to.string(fields.clientId()).string(fields.subscription()).string(fields.selector());
    to.bool(fields.noLocal());
  }

  static GroupFields groupFields(EntryReader in) {
    return new GroupFields(
        in.i32(),
        groupKind(in.u8()),
        in.string(),
        in.optionalString(),
        in.optionalString(),
        in.optionalString(),
        in.bool());
  }

  static void put(ShardEvent.DestinationSnapshot e, EntryWriter to) {
    to.i32(e.id()).i32(e.queueGroupId());
    put(e.fields(), to);
    to.varint(e.partitions().size());
    for (PartitionPicture partition : e.partitions()) {
      to.i64(partition.nextOffset()).i64(partition.materializedEnd());
      to.i64(partition.groupsEnd()).i64(partition.partsEnd());
      to.ascending(partition.nonPersistent());
      put(partition.rows(), to);
    }
  }

  static void put(ShardEvent.PartitionPart e, EntryWriter to) {
    to.i32(e.destination()).u16(e.partition()).ascending(e.nonPersistent());
    put(e.rows(), to);
  }

  static ShardEvent.PartitionPart partitionPart(EntryReader in) {
    return new ShardEvent.PartitionPart(in.i32(), in.u16(), in.ascending(), rows(in));
  }

  private static void put(List<PartitionPicture.Row> rows, EntryWriter to) {
    to.varint(rows.size());
    long before = 0;
    for (PartitionPicture.Row row : rows) {
      to.varint(row.offset() - before).u8(row.priority());
      to.varint(row.deliveryTime()).varint(row.expiration());
      before = row.offset();
    }
  }

  static ShardEvent.DestinationSnapshot destination(EntryReader in, byte version) {
    int id = in.i32();
    int queueGroupId = in.i32();
    DestinationFields fields = destinationFields(in, version);
    List<PartitionPicture> partitions = new ArrayList<>();
    for (int rest = in.count(); rest > 0; rest--) {
      partitions.add(
          new PartitionPicture(in.i64(), in.i64(), in.i64(), in.i64(), in.ascending(), rows(in)));
    }
    return new ShardEvent.DestinationSnapshot(id, queueGroupId, fields, partitions);
  }

  private static List<PartitionPicture.Row> rows(EntryReader in) {
    int count = in.count();
    List<PartitionPicture.Row> rows = new ArrayList<>(count);
    long offset = 0;
    for (int i = 0; i < count; i++) {
      offset += in.varint();
      rows.add(new PartitionPicture.Row(offset, in.u8(), in.varint(), in.varint()));
    }
    return rows;
  }

  static void put(ShardEvent.GroupSnapshot e, EntryWriter to) {
    to.i32(e.id()).i32(e.groupEpoch()).bool(e.replay() != null);
    OperationId replay = e.replay();
    if (replay != null) {
      to.operation(replay);
    }
    put(e.fields(), to);
    to.varint(e.cursors().size());
    for (CursorPicture cursor : e.cursors()) {
      to.i64(cursor.committed()).i64(cursor.mark()).i64(cursor.replayEnd());
      to.ascending(cursor.settled());
      put(cursor.attempts(), to);
    }
  }

  static void put(ShardEvent.CursorPart e, EntryWriter to) {
    to.i32(e.group()).u16(e.partition()).ascending(e.settled());
    put(e.attempts(), to);
  }

  static ShardEvent.CursorPart cursorPart(EntryReader in) {
    return new ShardEvent.CursorPart(in.i32(), in.u16(), in.ascending(), attempts(in));
  }

  private static void put(LongList attempts, EntryWriter to) {
    to.varint(attempts.size());
    for (int i = 0; i < attempts.size(); i++) {
      to.varint(attempts.get(i));
    }
  }

  static ShardEvent.GroupSnapshot group(EntryReader in) {
    int id = in.i32();
    int groupEpoch = in.i32();
    OperationId replay = in.bool() ? in.operation() : null;
    GroupFields fields = groupFields(in);
    List<CursorPicture> cursors = new ArrayList<>();
    for (int rest = in.count(); rest > 0; rest--) {
      cursors.add(new CursorPicture(in.i64(), in.i64(), in.i64(), in.ascending(), attempts(in)));
    }
    return new ShardEvent.GroupSnapshot(id, groupEpoch, replay, fields, cursors);
  }

  private static LongList attempts(EntryReader in) {
    LongList attempts = new LongList();
    for (int rest = in.count(); rest > 0; rest--) {
      attempts.add(in.varint());
    }
    return attempts;
  }

  static void put(ShardEvent.ProducerSnapshot e, EntryWriter to) {
    to.varint(e.producers().size());
    for (ShardEvent.ProducerPicture producer : e.producers()) {
      to.i64(producer.id().connectionId()).i64(producer.id().number());
      to.i64(producer.lastSequence()).i64(producer.lastCommitted()).i64(producer.lastMillis());
      to.i64(producer.gapFloor()).ascending(producer.gaps());
    }
  }

  static ShardEvent.ProducerSnapshot producers(EntryReader in) {
    List<ShardEvent.ProducerPicture> producers = new ArrayList<>();
    for (int rest = in.count(); rest > 0; rest--) {
      producers.add(
          new ShardEvent.ProducerPicture(
              new ProducerId(in.i64(), in.i64()),
              in.i64(),
              in.i64(),
              in.i64(),
              in.i64(),
              in.ascending()));
    }
    return new ShardEvent.ProducerSnapshot(producers);
  }

  static void put(MessageFacts facts, EntryWriter to) {
    to.varint(facts.count()).varint(facts.rangeCount());
    for (int i = 0; i < facts.rangeCount(); i++) {
      to.varint(facts.rangeFirst(i)).varint(facts.rangeLast(i));
    }
    to.varint(facts.groupsEnd()).varint(facts.partsEnd()).varint(facts.rows());
    for (int i = 0; i < facts.rows(); i++) {
      to.varint(facts.index(i)).u8(facts.priority(i));
      to.i64(facts.deliveryTime(i)).i64(facts.expiration(i));
    }
  }

  static MessageFacts facts(EntryReader in) {
    MessageFacts facts = new MessageFacts();
    facts.begin((int) in.varint());
    for (int rest = in.count(); rest > 0; rest--) {
      facts.addNonPersistent((int) in.varint(), (int) in.varint());
    }
    facts.groupsEnd((int) in.varint());
    facts.partsEnd((int) in.varint());
    for (int rest = in.count(); rest > 0; rest--) {
      facts.addRow((int) in.varint(), in.u8(), in.i64(), in.i64());
    }
    return facts;
  }

  private static int code(DestinationKind kind) {
    return switch (kind) {
      case QUEUE -> 1;
      case TOPIC -> 2;
      case TEMPORARY_QUEUE -> 3;
      case TEMPORARY_TOPIC -> 4;
    };
  }

  private static DestinationKind destinationKind(int code) {
    return switch (code) {
      case 1 -> DestinationKind.QUEUE;
      case 2 -> DestinationKind.TOPIC;
      case 3 -> DestinationKind.TEMPORARY_QUEUE;
      case 4 -> DestinationKind.TEMPORARY_TOPIC;
      default -> throw new IllegalArgumentException("unknown kind of destination " + code);
    };
  }

  private static int code(GroupKind kind) {
    return switch (kind) {
      case QUEUE -> 1;
      case DURABLE -> 2;
      case SHARED_DURABLE -> 3;
      case NON_DURABLE, SHARED_NON_DURABLE ->
          throw new IllegalArgumentException("a volatile group is not journalled");
    };
  }

  private static GroupKind groupKind(int code) {
    return switch (code) {
      case 1 -> GroupKind.QUEUE;
      case 2 -> GroupKind.DURABLE;
      case 3 -> GroupKind.SHARED_DURABLE;
      default -> throw new IllegalArgumentException("unknown kind of group " + code);
    };
  }
}
