// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message that a walk has come to; of a large one, the first part.
 *
 * @param appendMillis when it got its offset, since 1970
 * @param kind null in history
 * @param deliveries how often it was or may have been delivered; 0 in history
 * @param parts how many offsets it takes, from 1
 * @param elements holds its element at the position; good during the call
 */
public record WalkedMessage(
    int partition,
    long offset,
    long appendMillis,
    @Nullable PendingKind kind,
    int deliveries,
    int parts,
    ByteBuffer elements) {}
