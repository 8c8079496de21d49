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
 */
public record ConsumerOptions(OperationId owner, @Nullable MessageFilter filter) {
  public static ConsumerOptions of(OperationId owner) {
    return new ConsumerOptions(owner, null);
  }
}
