// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

/**
 * A partition as it was when asked for.
 *
 * @param logStart lowest offset still kept (approximate: what is gone is found out when it is read)
 * @param logEnd the offset the next message gets
 * @param visibleEnd exclusive: offsets below it are durable and may be delivered
 */
public record PartitionView(int partition, long logStart, long logEnd, long visibleEnd) {}
