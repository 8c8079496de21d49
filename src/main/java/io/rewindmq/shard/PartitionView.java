// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

/**
 * A partition as it was when asked for.
 *
 * @param logStart lowest offset still kept (approximate: what is gone is found out when it is read)
 * @param logEnd the offset the next message gets
 * @param visibleEnd exclusive: offsets below it are durable and may be delivered
 * @param backlogBytes what the durable group that is furthest behind has not settled; an estimate
 * @param historyBytes what is kept besides; an estimate
 */
public record PartitionView(
    int partition,
    long logStart,
    long logEnd,
    long visibleEnd,
    long backlogBytes,
    long historyBytes) {}
