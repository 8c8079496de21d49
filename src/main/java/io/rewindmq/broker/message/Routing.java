// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import io.rewindmq.delivery.ProducerId;

/**
 * Which partition a message goes to. A message group lies in one of {@value #BUCKETS} buckets and a
 * bucket in one partition; what has no group goes where its producer session goes, so that the
 * order of a session's messages holds with any number of partitions.
 */
public final class Routing {
  static final int BUCKETS = 1024;

  private Routing() {}

  /**
   * Chooses the partition.
   *
   * @param groupHash hash of the message group's id; 0 = no group
   * @param partitions at least 1
   */
  public static int partition(int groupHash, ProducerId producer, int partitions) {
    if (partitions == 1) {
      return 0;
    }
    int hash = groupHash == 0 ? producer.hashCode() : groupHash;
    return bucket(hash) % partitions;
  }

  static int bucket(int hash) {
    // Spreads hashes that differ in few bits.
    int spread = hash * 0x9E3779B9;
    return (spread >>> 16) & (BUCKETS - 1);
  }
}
