// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import io.rewindmq.record.OperationId;

/**
 * What is to be done with what is pending in a group.
 *
 * @param operation is journalled with everything that is done
 * @param perSecondMax messages a second, at most; 0 = as fast as possible
 * @param isDryRun nothing is changed, only counted
 */
public record BulkOrder(
    OperationId operation,
    BulkKind kind,
    int groupId,
    int perSecondMax,
    boolean isDryRun,
    BulkAgent agent) {}
