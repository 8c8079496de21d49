// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import java.util.List;

/**
 * Everything durable of a partition but where its messages are.
 *
 * @param nextOffset log end
 * @param materializedEnd exclusive: what is below has left the journal
 * @param groupsEnd exclusive: no message above belongs to a message group
 * @param partsEnd exclusive: no message above is a part of a large one
 * @param nonPersistent pairs of first and last offset, inclusive, ascending
 * @param rows ascending by offset
 */
public record PartitionPicture(
    long nextOffset,
    long materializedEnd,
    long groupsEnd,
    long partsEnd,
    LongList nonPersistent,
    List<Row> rows) {
  /** A message with a priority other than 4, a delivery time or an expiration. */
  public record Row(long offset, int priority, long deliveryTime, long expiration) {}
}
