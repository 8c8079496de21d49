// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

import static io.rewindmq.delivery.Setting.BACKLOG_BYTES_MAX;
import static io.rewindmq.delivery.Setting.BACKLOG_POLICY;
import static io.rewindmq.delivery.Setting.DEAD_LETTER_QUEUE;
import static io.rewindmq.delivery.Setting.DELIVERIES_MAX;
import static io.rewindmq.delivery.Setting.EXPIRY_QUEUE;
import static io.rewindmq.delivery.Setting.REDELIVERY_DELAY_MILLIS;
import static io.rewindmq.delivery.Setting.REDELIVERY_DELAY_MILLIS_MAX;
import static io.rewindmq.delivery.Setting.REDELIVERY_FACTOR_PERCENT;
import static io.rewindmq.delivery.Setting.REPLAY_ALLOWED;
import static io.rewindmq.delivery.Setting.RETENTION_BYTES;
import static io.rewindmq.delivery.Setting.RETENTION_MILLIS;

import java.util.Set;
import java.util.function.Function;

/**
 * What can be changed of a destination.
 *
 * @param retentionMillis how long history is kept; 0 = not for the sake of its age
 * @param retentionBytes how much history a partition keeps at most, 0 = none. Both 0: a message
 *     that every group has settled is not kept
 * @param replayAllowed whether its groups may be rewound
 * @param backlog how much it may hold that is not settled
 */
public record DestinationSettings(
    long retentionMillis,
    long retentionBytes,
    boolean replayAllowed,
    DeliveryPolicy policy,
    BacklogLimit backlog) {
  /** 7 days and 1 GiB a partition, a backlog without limit. */
  public static final DestinationSettings DEFAULT =
      new DestinationSettings(7L * 24 * 60 * 60 * 1000, 1L << 30, true, DeliveryPolicy.DEFAULT);

  public DestinationSettings {
    DeliveryPolicy.require("retentionMillis", retentionMillis, 0, Long.MAX_VALUE);
    DeliveryPolicy.require("retentionBytes", retentionBytes, 0, Long.MAX_VALUE);
  }

  /** With a backlog without limit. */
  public DestinationSettings(
      long retentionMillis, long retentionBytes, boolean replayAllowed, DeliveryPolicy policy) {
    this(retentionMillis, retentionBytes, replayAllowed, policy, BacklogLimit.NONE);
  }

  /** Whether settled messages are kept at all. */
  public boolean keepsHistory() {
    return retentionMillis > 0 && retentionBytes > 0;
  }

  /** The same, but with some settings as they are elsewhere. */
  public DestinationSettings with(Set<Setting> taken, DestinationSettings from) {
    if (taken.isEmpty()) {
      return this; // most destinations have none of their own: they share the defaults
    }
    Function<Setting, DestinationSettings> by = setting -> taken.contains(setting) ? from : this;
    return new DestinationSettings(
        by.apply(RETENTION_MILLIS).retentionMillis,
        by.apply(RETENTION_BYTES).retentionBytes,
        by.apply(REPLAY_ALLOWED).replayAllowed,
        new DeliveryPolicy(
            by.apply(DELIVERIES_MAX).policy.deliveriesMax(),
            by.apply(REDELIVERY_DELAY_MILLIS).policy.redeliveryDelayMillis(),
            by.apply(REDELIVERY_FACTOR_PERCENT).policy.redeliveryFactorPercent(),
            by.apply(REDELIVERY_DELAY_MILLIS_MAX).policy.redeliveryDelayMillisMax(),
            by.apply(DEAD_LETTER_QUEUE).policy.deadLetterQueue(),
            by.apply(EXPIRY_QUEUE).policy.expiryQueue()),
        new BacklogLimit(
            by.apply(BACKLOG_BYTES_MAX).backlog.bytesMax(),
            by.apply(BACKLOG_POLICY).backlog.policy()));
  }

  /** The same, but nothing becomes a dead letter, and the backlog has no limit. */
  public DestinationSettings forEver() {
    return new DestinationSettings(
        retentionMillis, retentionBytes, replayAllowed, DeliveryPolicy.FOR_EVER, BacklogLimit.NONE);
  }
}
