// SPDX-License-Identifier: Apache-2.0
/**
 * The engine of one shard: commands in, journal entries and deliveries out.
 *
 * <p>{@link io.rewindmq.shard.Shard} is the whole of it for the packages above; everything in it
 * runs on {@code SHARD_LOOP}, one turn of {@link io.rewindmq.shard.ShardLoop} at a time. A command
 * is decided, its entry is written into the journal's open batch and applied at once; answers,
 * deliveries and everything else that leaves wait until the entry is durable.
 */
@NullMarked
package io.rewindmq.shard;

import org.jspecify.annotations.NullMarked;
