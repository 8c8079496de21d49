// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.delivery.BacklogLimit;
import io.rewindmq.delivery.BacklogPolicy;
import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.delivery.schedule.MessageFacts;
import io.rewindmq.record.OperationId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
  private static final int BACKLOG_LIMIT_BYTES = 9;

  private static final OperationId OPERATION = new OperationId(-5, 17);
  private static final ProducerId PRODUCER = new ProducerId(-1, 3);
  private static final TransactionId TRANSACTION = new TransactionId(PRODUCER, 9);

  static List<ShardEvent> events() {
    DestinationFields destination =
        new DestinationFields(
            DestinationKind.TOPIC,
            "preise",
            2,
            new DestinationSettings(5, 6, true, new DeliveryPolicy(3, 4, 150, 5, null, "expired")),
            Set.of(Setting.RETENTION_MILLIS, Setting.EXPIRY_QUEUE));
    GroupFields group =
        new GroupFields(3, GroupKind.SHARED_DURABLE, "a.b", "a", "b", "x > 1", true);
    ShardEvent.Settled settled =
        new ShardEvent.Settled(
            OPERATION, SettleReason.COMMITTED, 4, 2, 1, LongList.of(1, 1, 300, 70_000));
    PartitionPicture partition =
        new PartitionPicture(
            1L << 40,
            77,
            78,
            79,
            LongList.of(5, 9),
            List.of(
                new PartitionPicture.Row(9, 7, 0, Long.MAX_VALUE),
                new PartitionPicture.Row(12, 4, 1L << 41, 0)));
    CursorPicture cursor =
        new CursorPicture(5, 1000, 0, LongList.of(7, 8, 10, 10), LongList.of(5, 9, 2, 1));
    return List.of(
        new ShardEvent.EpochStarted(7, 8),
        new ShardEvent.DestinationCreated(OPERATION, 3, 0, destination),
        new ShardEvent.DestinationChanged(OPERATION, 3, destination),
        new ShardEvent.DestinationDeleted(OPERATION, SettleReason.DELETED, 3),
        new ShardEvent.GroupCreated(OPERATION, 4, group),
        new ShardEvent.GroupStarted(
            OPERATION, 4, group, LongList.of(0, 1L << 40), LongList.of(7, 1L << 41)),
        new ShardEvent.GroupDeleted(OPERATION, SettleReason.DELETED, 4, 2),
        new ShardEvent.RolledBack(OPERATION, TRANSACTION),
        new ShardEvent.Committed(OPERATION, TRANSACTION, 55, 12, List.of(), List.of(settled)),
        settled,
        new ShardEvent.Released(
            OPERATION, SettleReason.RELEASED, 4, 2, 1, LongList.of(0, 1L << 50)),
        new ShardEvent.MarkAdvanced(4, 2, 1, 1000),
        new ShardEvent.CursorMoved(
            OPERATION, SettleReason.REWOUND, 4, 3, LongList.of(9, 1), LongList.of(20, 30)),
        new ShardEvent.Materialized(3, 1, 99),
        new ShardEvent.ProducersForgotten(OPERATION, SettleReason.EXPIRED, List.of(PRODUCER)),
        new ShardEvent.ShardSnapshot(7, 5, 6),
        new ShardEvent.DestinationSnapshot(3, 0, destination, List.of(partition, partition)),
        new ShardEvent.GroupSnapshot(4, 3, OPERATION, group, List.of(cursor, cursor)),
        new ShardEvent.GroupSnapshot(4, 1, null, group, List.of(cursor)),
        new ShardEvent.ProducerSnapshot(
            List.of(new ShardEvent.ProducerPicture(PRODUCER, 9, 2, 3, 4, LongList.of(5, 6, 8, 8)))),
        new ShardEvent.PartitionPart(3, 1, LongList.of(1, 2), partition.rows()),
        new ShardEvent.CursorPart(4, 1, LongList.of(1, 2), LongList.of(3, 4, 5, 6)));
  }

  private static ShardEvent decode(ShardEvent event, ByteBuffer bytes) {
    byte kind = EventCodec.kindOf(event);
    return EventCodec.decode(kind, EventCodec.versionOf(kind), bytes);
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsWhatItWrote(ShardEvent event) {
    ByteBuffer bytes = new EventCodec().encode(event);
    assertThat(decode(event, bytes)).isEqualTo(event);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("events")
  void refusesWhatIsCutOff(ShardEvent event) {
    ByteBuffer bytes = new EventCodec().encode(event);
    for (int length = 0; length < bytes.limit(); length++) {
      ByteBuffer part = bytes.duplicate().limit(length);
      assertThatThrownBy(() -> decode(event, part)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void keepsTheFactsOfCommittedMessages() {
    MessageFacts facts = new MessageFacts();
    facts.add(true, 4, 0, 0);
    facts.add(false, 4, 0, 0);
    facts.add(false, 9, 5, 6);
    ShardEvent.Committed event =
        new ShardEvent.Committed(
            OPERATION,
            TRANSACTION,
            1,
            2,
            List.of(new ShardEvent.CommittedRun(3, 1, 10, 4096, 240, facts)),
            List.of());
    ShardEvent.Committed read =
        (ShardEvent.Committed) decode(event, new EventCodec().encode(event));
    ShardEvent.CommittedRun run = read.runs().getFirst();
    assertThat(run.baseOffset()).isEqualTo(10);
    assertThat(run.position()).isEqualTo(4096);
    assertThat(run.facts().count()).isEqualTo(3);
    assertThat(run.facts().hasPersistent()).isTrue();
    assertThat(run.facts().rangeFirst(0)).isEqualTo(1);
    assertThat(run.facts().rangeLast(0)).isEqualTo(2);
    assertThat(run.facts().rows()).isEqualTo(1);
    assertThat(run.facts().index(0)).isEqualTo(2);
    assertThat(run.facts().priority(0)).isEqualTo(9);
    assertThat(run.facts().firstExpiration()).isEqualTo(6);
  }

  @Test
  void readsTheElementsBehindTheHeadOfMoved() {
    MessageFacts facts = new MessageFacts();
    facts.add(true, 4, 0, 0);
    ShardEvent.Settled settled =
        new ShardEvent.Settled(
            OPERATION, SettleReason.DEAD_LETTERED, 4, 2, 1, LongList.of(300, 300));
    byte[] element = new byte[4 + 68];
    element[3] = 68;
    element[4 + 4 + 1] = 1; // persistent
    element[4 + 4 + 2] = 4; // priority
    ByteBuffer head =
        new EventCodec().encode(new ShardEvent.Moved(settled, 3, 0, 7, 8, element.length, facts));
    ByteBuffer entry = ByteBuffer.allocate(head.remaining() + element.length);
    entry.put(head).put(element).flip();
    ShardEvent.Moved read =
        (ShardEvent.Moved) EventCodec.decode((byte) 22, EventCodec.versionOf((byte) 22), entry);
    assertThat(read.settled()).isEqualTo(settled);
    assertThat(read.destination()).isEqualTo(3);
    assertThat(read.baseOffset()).isEqualTo(7);
    assertThat(read.millis()).isEqualTo(8);
    assertThat(read.bytes()).isEqualTo(element.length);
    assertThat(read.facts().hasPersistent()).isTrue();
  }

  @Test
  void refusesUnknownKindsAndVersions() {
    ByteBuffer empty = ByteBuffer.allocate(0);
    assertThatThrownBy(() -> EventCodec.decode((byte) 99, (byte) 1, empty))
        .hasMessageContaining("99");
    assertThatThrownBy(() -> EventCodec.decode((byte) 1, (byte) 2, empty))
        .hasMessageContaining("version 2");
  }

  @Test
  void destinationOfTheFirstVersionHasNoSettingsOfItsOwn() {
    DestinationFields fields =
        new DestinationFields(
            DestinationKind.QUEUE, "orders", 1, DestinationSettings.DEFAULT, Set.of());
    ByteBuffer written =
        new EventCodec().encode(new ShardEvent.DestinationCreated(OPERATION, 3, 4, fields));
    ByteBuffer first = written.limit(written.limit() - BACKLOG_LIMIT_BYTES - 2);

    assertThat(EventCodec.decode((byte) 2, (byte) 1, first))
        .isEqualTo(new ShardEvent.DestinationCreated(OPERATION, 3, 4, fields));
  }

  @Test
  void destinationOfTheSecondVersionHasNoLimitOfItsBacklog() {
    DestinationSettings limited =
        new DestinationSettings(
            1, 2, true, DeliveryPolicy.DEFAULT, new BacklogLimit(5, BacklogPolicy.FAIL));
    ShardEvent.DestinationChanged changed =
        new ShardEvent.DestinationChanged(
            OPERATION,
            3,
            new DestinationFields(
                DestinationKind.QUEUE, "orders", 1, limited, Set.of(Setting.REPLAY_ALLOWED)));
    ByteBuffer written = new EventCodec().encode(changed);
    ByteBuffer second = written.slice(0, written.limit() - BACKLOG_LIMIT_BYTES);

    ShardEvent.DestinationChanged read =
        (ShardEvent.DestinationChanged) EventCodec.decode((byte) 23, (byte) 2, second);
    assertThat(read.fields().own()).containsExactly(Setting.REPLAY_ALLOWED);
    assertThat(read.fields().settings().backlog()).isEqualTo(BacklogLimit.NONE);
    assertThat(EventCodec.decode((byte) 23, (byte) 3, written)).isEqualTo(changed);
  }

  @Test
  void refusesSettingsOfALaterVersion() {
    DestinationFields fields =
        new DestinationFields(
            DestinationKind.QUEUE, "orders", 1, DestinationSettings.DEFAULT, Set.of());
    ByteBuffer written =
        new EventCodec().encode(new ShardEvent.DestinationChanged(OPERATION, 3, fields));
    written.putShort(written.limit() - BACKLOG_LIMIT_BYTES - 2, (short) (1 << 11));

    assertThatThrownBy(() -> EventCodec.decode((byte) 23, (byte) 3, written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown settings 800");
  }
}
