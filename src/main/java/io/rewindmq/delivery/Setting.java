// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be said for one destination by itself. What was not said for it is the broker's default,
 * also when that changes.
 */
public enum Setting {
  RETENTION_MILLIS(0, "retentionMillis"),
  RETENTION_BYTES(1, "retentionBytes"),
  REPLAY_ALLOWED(2, "replayAllowed"),
  DELIVERIES_MAX(3, "deliveriesMax"),
  REDELIVERY_DELAY_MILLIS(4, "redeliveryDelayMillis"),
  REDELIVERY_FACTOR_PERCENT(5, "redeliveryFactorPercent"),
  REDELIVERY_DELAY_MILLIS_MAX(6, "redeliveryDelayMillisMax"),
  DEAD_LETTER_QUEUE(7, "deadLetterQueue"),
  EXPIRY_QUEUE(8, "expiryQueue"),
  BACKLOG_BYTES_MAX(9, "backlogBytesMax"),
  BACKLOG_POLICY(10, "backlogPolicy");

  private final int bit;
  private final String text;

  Setting(int bit, String text) {
    this.bit = bit;
    this.text = text;
  }

  /** The name that people use. */
  public String text() {
    return text;
  }

  /**
   * Its value: a Long, Integer, Boolean or String.
   *
   * @return null where a destination has no such queue, or the one named after it
   */
  public @Nullable Object valueIn(DestinationSettings settings) {
    DeliveryPolicy policy = settings.policy();
    return switch (this) {
      case RETENTION_MILLIS -> settings.retentionMillis();
      case RETENTION_BYTES -> settings.retentionBytes();
      case REPLAY_ALLOWED -> settings.replayAllowed();
      case DELIVERIES_MAX -> policy.deliveriesMax();
      case REDELIVERY_DELAY_MILLIS -> policy.redeliveryDelayMillis();
      case REDELIVERY_FACTOR_PERCENT -> policy.redeliveryFactorPercent();
      case REDELIVERY_DELAY_MILLIS_MAX -> policy.redeliveryDelayMillisMax();
      case DEAD_LETTER_QUEUE -> policy.deadLetterQueue();
      case EXPIRY_QUEUE -> policy.expiryQueue();
      case BACKLOG_BYTES_MAX -> settings.backlog().bytesMax();
      case BACKLOG_POLICY -> settings.backlog().policy().text();
    };
  }

  /** A set as the journal has it: the sum of two to the power of each one's number. */
  public static int bits(Set<Setting> settings) {
    return settings.stream().mapToInt(setting -> 1 << setting.bit).sum();
  }

  /**
   * The set that {@link #bits} wrote.
   *
   * @throws IllegalArgumentException a bit means no setting of this version
   */
  public static Set<Setting> ofBits(int bits) {
    Set<Setting> settings = EnumSet.noneOf(Setting.class);
    int left = bits;
    for (Setting setting : values()) {
      if ((bits & 1 << setting.bit) != 0) {
        settings.add(setting);
        left -= 1 << setting.bit;
      }
    }
    if (left != 0) {
      throw new IllegalArgumentException("unknown settings " + Integer.toHexString(left));
    }
    return Set.copyOf(settings);
  }
}
