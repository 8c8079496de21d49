// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

/**
 * Messages acknowledged by a transaction: as the arguments of {@link ShardConsumer#acknowledge}.
 *
 * @param ranges pairs of first and last offset, both inclusive
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never changed or compared
public record Settlement(ShardConsumer consumer, int groupEpoch, int partition, long... ranges) {}
