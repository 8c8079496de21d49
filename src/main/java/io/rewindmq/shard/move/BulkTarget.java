// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

/** Where a message goes. */
public sealed interface BulkTarget {
  /**
   * To a destination.
   *
   * @param onlyGroup the only group that gets it; 0 = all of the destination
   */
  record To(int destination, int partition, int onlyGroup) implements BulkTarget {}

  /** It stays where it is. */
  record Stays(String why) implements BulkTarget {}
}
