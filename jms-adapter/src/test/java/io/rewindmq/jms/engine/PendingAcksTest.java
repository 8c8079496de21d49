// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.protocol.AckEntry;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingAcksTest {
  private final PendingAcks acks = new PendingAcks();

  private static Delivery delivery(long brokerEpoch, int groupEpoch, int partition, long offset) {
    return inParts(brokerEpoch, groupEpoch, partition, offset, offset);
  }

  private static Delivery inParts(
      long brokerEpoch, int groupEpoch, int partition, long first, long last) {
    return new Delivery(
        brokerEpoch, groupEpoch, partition, first, last, 1, 0, 1, 78, ByteBuffer.allocate(0));
  }

  @Test
  void allPartsOfAMessageAreInTheRange() {
    acks.add(1, delivery(1, 1, 0, 5));
    acks.add(1, inParts(1, 1, 0, 6, 9));
    acks.add(1, delivery(1, 1, 0, 10));
    acks.add(1, inParts(1, 1, 0, 20, 29));
    assertThat(acks.takeAll().get(0).entries().get(0).ranges()).containsExactly(5, 10, 20, 29);
  }

  @Test
  void offsetsThatFollowEachOtherAreOneRange() {
    for (long offset : new long[] {5, 6, 7, 9, 10, 3}) {
      acks.add(1, delivery(1, 1, 0, offset));
    }
    List<PendingAcks.Batch> batches = acks.takeAll();
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).entries()).hasSize(1);
    assertThat(batches.get(0).entries().get(0).ranges()).containsExactly(5, 7, 9, 10, 3, 3);
  }

  @Test
  void consumersGroupEpochsAndPartitionsHaveEntriesOfTheirOwn() {
    acks.add(1, delivery(1, 1, 0, 5));
    acks.add(2, delivery(1, 1, 0, 6));
    acks.add(1, delivery(1, 2, 0, 6));
    acks.add(1, delivery(1, 1, 1, 6));
    acks.add(1, delivery(1, 1, 0, 6));
    List<AckEntry> entries = acks.takeAll().get(0).entries();
    assertThat(entries)
        .extracting(entry -> List.of(entry.consumerId(), entry.groupEpoch(), entry.partition()))
        .containsExactly(List.of(1, 1, 0), List.of(2, 1, 0), List.of(1, 2, 0), List.of(1, 1, 1));
    assertThat(entries.get(0).ranges()).containsExactly(5, 6);
  }

  @Test
  void brokerEpochsMakeBatchesInTheOrderOfTheirFirstMessages() {
    acks.add(1, delivery(7, 1, 0, 1));
    acks.add(1, delivery(8, 1, 0, 2));
    acks.add(1, delivery(7, 1, 0, 3));
    List<PendingAcks.Batch> batches = acks.takeAll();
    assertThat(batches).extracting(PendingAcks.Batch::brokerEpoch).containsExactly(7L, 8L);
    assertThat(batches.get(0).entries().get(0).ranges()).containsExactly(1, 1, 3, 3);
  }

  @Test
  void countsMessagesAndIsEmptyAfterItWasTaken() {
    assertThat(acks.isEmpty()).isTrue();
    for (int offset = 0; offset < 100; offset += 2) {
      acks.add(1, delivery(1, 1, 0, offset));
    }
    assertThat(acks.size()).isEqualTo(50);
    assertThat(acks.takeAll().get(0).entries().get(0).rangeCount()).isEqualTo(50);
    assertThat(acks.isEmpty()).isTrue();
    assertThat(acks.takeAll()).isEmpty();
  }

  @Test
  void clearForgets() {
    acks.add(1, delivery(1, 1, 0, 1));
    acks.clear();
    assertThat(acks.size()).isZero();
    assertThat(acks.takeAll()).isEmpty();
  }
}
