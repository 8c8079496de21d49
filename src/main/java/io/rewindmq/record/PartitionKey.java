// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

/**
 * Names a partition.
 *
 * @param destination the destination's id in the shard, 0 or above
 * @param partition its number in the destination, from 0
 */
public record PartitionKey(int destination, int partition) implements Comparable<PartitionKey> {
  /** Checks the ranges. */
  public PartitionKey {
    if (destination < 0 || partition < 0) {
      throw new IllegalArgumentException("not a partition: " + destination + "/" + partition);
    }
  }

  @Override
  public int compareTo(PartitionKey other) {
    int byDestination = Integer.compare(destination, other.destination);
    return byDestination != 0 ? byDestination : Integer.compare(partition, other.partition);
  }

  @Override
  public String toString() {
    return destination + "/" + partition;
  }
}
