// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.record.OperationId;
import org.jspecify.annotations.Nullable;

/**
 * How a consumer is opened.
 *
 * @param owner who settles: written into every entry this consumer causes (connection and session)
 * @param filter null = everything. What it does not accept stays for the others on a queue, is
 *     settled as filtered on a subscription and skipped on a browser
 * @param exclusive whether it wants to be the group's only consumer; several wait for their turn
 * @param start where a non-durable subscription begins that the consumer makes; null = at the end
 */
public record ConsumerOptions(
    OperationId owner,
    @Nullable MessageFilter filter,
    boolean exclusive,
    GroupSpec.@Nullable Start start) {
  /** Of a consumer that reads what comes from now on. */
  public ConsumerOptions(OperationId owner, @Nullable MessageFilter filter) {
    this(owner, filter, false, null);
  }

  public static ConsumerOptions of(OperationId owner) {
    return new ConsumerOptions(owner, null);
  }
}
