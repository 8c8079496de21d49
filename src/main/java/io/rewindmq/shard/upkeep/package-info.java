// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps a shard's journal short: moves messages to partition logs, carries the rest forward, frees
 * segments.
 */
@NullMarked
package io.rewindmq.shard.upkeep;

import org.jspecify.annotations.NullMarked;
