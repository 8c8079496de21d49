// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.delivery.Rejection;
import io.rewindmq.shard.SendOutcome;

/** Of messages that must be taken. */
final class TakenOutcome implements SendOutcome {
  @Override
  public void confirmed(long firstSequence, long lastSequence) {
    // what counts is what a consumer gets
  }

  @Override
  public void rejected(long firstSequence, long lastSequence, Rejection rejection, String detail) {
    throw new AssertionError(rejection + ": " + detail);
  }
}
