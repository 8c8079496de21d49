// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

/** Hears of messages that were in flight and are not any more: settled, given back or let go. */
@FunctionalInterface
public interface FlightListener {
  /**
   * A flight or a part of one has ended. Called in the middle of a change: only to be noted.
   *
   * @param first inclusive, as is the last
   * @param holder who held it
   * @param bucket of the message group, {@link GroupBuckets#NONE} if there is none
   */
  void ended(long first, long last, int holder, int bucket);
}
