// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.Rejection;
import io.rewindmq.shard.state.Confirmation;

/**
 * Hears how sends ended, on {@code SHARD_LOOP}; one object serves any number of sends. Both bounds
 * are inclusive sequences. Nothing is heard any more once the shard has failed: what was on its way
 * may be stored or not, and only the next start can tell.
 */
public interface SendOutcome extends Confirmation {
  /**
   * The messages are taken: stored durably, or (non-persistent, transacted, duplicate) as promised.
   */
  @Override
  void confirmed(long firstSequence, long lastSequence);

  /** None of these messages was taken; may come before {@link Shard#send} returns. */
  void rejected(long firstSequence, long lastSequence, Rejection rejection, String detail);
}
