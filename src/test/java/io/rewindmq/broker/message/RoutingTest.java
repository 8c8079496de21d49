// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.delivery.ProducerId;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private static final ProducerId PRODUCER = new ProducerId(7, 3);

  @Test
  void keepsAProducerOnOnePartition() {
    Set<Integer> partitions = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      partitions.add(Routing.partition(0, PRODUCER, 8));
    }
    assertThat(partitions).hasSize(1);
  }

  @Test
  void sendsAGroupToOnePartitionWhoeverSendsIt() {
    for (int hash = 1; hash < 1000; hash++) {
      assertThat(Routing.partition(hash, PRODUCER, 8))
          .isEqualTo(Routing.partition(hash, new ProducerId(99, hash), 8));
    }
  }

  @Test
  void spreadsGroupsAndProducersOverAllPartitions() {
    int[] groups = new int[8];
    int[] producers = new int[8];
    for (int i = 1; i <= 8000; i++) {
      groups[Routing.partition(("customer-" + i).hashCode(), PRODUCER, 8)]++;
      producers[Routing.partition(0, new ProducerId(i, 1), 8)]++;
    }
    for (int i = 0; i < 8; i++) {
      assertThat(groups[i]).isBetween(700, 1300);
      assertThat(producers[i]).isBetween(700, 1300);
    }
  }

  @Test
  void staysInRangeForEveryHash() {
    for (int hash : new int[] {1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x9E3779B9}) {
      assertThat(Routing.bucket(hash)).isBetween(0, Routing.BUCKETS - 1);
      assertThat(Routing.partition(hash, PRODUCER, 1000)).isBetween(0, 999);
    }
  }
}
