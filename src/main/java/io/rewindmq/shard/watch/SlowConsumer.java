// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.watch;

/**
 * A consumer that holds messages and does not go on, while others wait in its group.
 *
 * @param connectionId of its connection
 * @param session its number of a producer, which is that of its session
 * @param held messages that it has and has not settled
 * @param heldMillis for how long it has had the first of them, at least
 * @param waiting messages of the group that no consumer has
 */
public record SlowConsumer(
    int groupId,
    String group,
    String destination,
    long connectionId,
    long session,
    long held,
    long heldMillis,
    long waiting) {}
