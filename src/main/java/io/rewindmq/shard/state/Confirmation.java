// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

/** Hears that messages are safe. */
public interface Confirmation {
  /** Both bounds inclusive. */
  void confirmed(long firstSequence, long lastSequence);
}
