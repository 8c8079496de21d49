// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.watch;

import io.rewindmq.delivery.DestinationKind;

/**
 * A destination as the last walk found it; counts are since the start of the broker.
 *
 * @param messagesIn that got an offset, moved ones included
 * @param messagesOut that went to consumers, repeats included, browsers not
 * @param logEnd sum of its partitions' log ends
 * @param backlogBytes what the durable group that is furthest behind has not settled; an estimate
 * @param historyBytes what is kept besides; an estimate
 */
public record DestinationFigures(
    int id,
    DestinationKind kind,
    String name,
    long messagesIn,
    long bytesIn,
    long messagesOut,
    long bytesOut,
    long acknowledged,
    long expired,
    long deadLettered,
    long logEnd,
    long backlogBytes,
    long historyBytes) {}
