// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

/**
 * Where a walk goes on.
 *
 * @param partition from 0
 * @param lane of a group, the priority that is looked through, or {@link #DELAYED_LANE}; of
 *     history, 0
 * @param offset the first that is looked at
 */
public record Place(int partition, int lane, long offset) {
  /** Behind all priorities: what is not due yet. */
  public static final int DELAYED_LANE = -1;
}
