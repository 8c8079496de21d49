// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

/**
 * What can be changed of a destination.
 *
 * @param retentionMillis how long history is kept; 0 = not for the sake of its age
 * @param retentionBytes how much history a partition keeps at most, 0 = none. Both 0: a message
 *     that every group has settled is not kept
 * @param replayAllowed whether its groups may be rewound
 */
public record DestinationSettings(
    long retentionMillis, long retentionBytes, boolean replayAllowed, DeliveryPolicy policy) {
  /** 7 days and 1 GiB a partition. */
  public static final DestinationSettings DEFAULT =
      new DestinationSettings(7L * 24 * 60 * 60 * 1000, 1L << 30, true, DeliveryPolicy.DEFAULT);

  public DestinationSettings {
    if (retentionMillis < 0 || retentionBytes < 0) {
      throw new IllegalArgumentException("retention must not be negative");
    }
  }

  /** Whether settled messages are kept at all. */
  public boolean keepsHistory() {
    return retentionMillis > 0 && retentionBytes > 0;
  }

  /** The same, but nothing becomes a dead letter. */
  public DestinationSettings forEver() {
    return new DestinationSettings(
        retentionMillis, retentionBytes, replayAllowed, DeliveryPolicy.FOR_EVER);
  }
}
