// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

/**
 * How much a destination may hold that has not been settled.
 *
 * @param bytesMax sends are taken while what the durable group that is furthest behind has not
 *     settled, over all partitions, is less; 0 = always
 * @param policy what becomes of sends otherwise
 */
public record BacklogLimit(long bytesMax, BacklogPolicy policy) {
  /** As much as the disk takes. */
  public static final BacklogLimit NONE = new BacklogLimit(0, BacklogPolicy.BLOCK);

  public BacklogLimit {
    DeliveryPolicy.require("backlogBytesMax", bytesMax, 0, Long.MAX_VALUE);
  }

  public boolean isLimited() {
    return bytesMax > 0;
  }
}
