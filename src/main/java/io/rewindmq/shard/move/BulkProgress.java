// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import org.jspecify.annotations.Nullable;

/**
 * How far an order is. A large message counts once, but each of its parts is an offset.
 *
 * @param total offsets to look at, as it was at the beginning
 * @param looked offsets looked at so far
 * @param done messages moved, copied or ended, all durable once the order has ended; in a dry run,
 *     those that would be
 * @param inFlight messages that were left alone, since a consumer had them or they were leaving
 * @param skipped messages that stay, and why the last one does
 */
public record BulkProgress(
    BulkStatus status,
    @Nullable String cause,
    long total,
    long looked,
    long done,
    long inFlight,
    long skipped,
    @Nullable String skippedWhy) {}
