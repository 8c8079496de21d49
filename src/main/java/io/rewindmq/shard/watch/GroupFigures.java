// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.watch;

import io.rewindmq.delivery.DestinationKind;

/**
 * A group as the last walk found it; counts are since the start of the broker.
 *
 * @param backlog messages that are not settled, those in flight included
 * @param oldestMillis when its oldest unsettled message was appended, since 1970; 0 = there is none
 *     or nobody can tell
 * @param waitingMillis the same of the oldest that no consumer has
 * @param consumers that are open
 * @param slowConsumers of these
 */
public record GroupFigures(
    int id,
    String name,
    DestinationKind kind,
    String destination,
    long backlog,
    long inFlight,
    long oldestMillis,
    long waitingMillis,
    int consumers,
    int slowConsumers,
    long delivered,
    long redelivered,
    long acknowledged) {}
