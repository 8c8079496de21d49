// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a destination's messages that are not simply acknowledged.
 *
 * @param deliveriesMax a message that was in an application's hands so often and came back is a
 *     dead letter; 0 = never, 60 000 at most
 * @param redeliveryDelayMillis how long a message rests before its second delivery, 0 = not at all,
 *     a week at most
 * @param redeliveryFactorPercent each further delay is so many percent of the one before, 100 to 10
 *     000
 * @param redeliveryDelayMillisMax no delay is longer; a week at most
 * @param deadLetterQueue where dead letters go; null = {@value #DEAD_LETTER_PREFIX} and the
 *     destination's name
 * @param expiryQueue where messages go that expired; null = nowhere, they end
 */
public record DeliveryPolicy(
    int deliveriesMax,
    long redeliveryDelayMillis,
    int redeliveryFactorPercent,
    long redeliveryDelayMillisMax,
    @Nullable String deadLetterQueue,
    @Nullable String expiryQueue) {
  public static final String DEAD_LETTER_PREFIX = "DLQ.";
  public static final int FACTOR_PERCENT_MAX = 10_000;
  private static final int PERCENT = 100;
  private static final int DELIVERIES_MAX = 60_000;
  private static final long ONE_HOUR_MILLIS = 3_600_000;
  private static final long ONE_WEEK_MILLIS = 7 * 24 * ONE_HOUR_MILLIS;

  /** Ten deliveries, no delay, no expiry queue. */
  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(10, 0, PERCENT, ONE_HOUR_MILLIS, null, null);

  /**
   * Tries for ever and at once: of temporary destinations, and of queues that hold dead letters.
   */
  public static final DeliveryPolicy FOR_EVER =
      new DeliveryPolicy(0, 0, PERCENT, ONE_HOUR_MILLIS, null, null);

  public DeliveryPolicy {
    require("deliveriesMax", deliveriesMax, 0, DELIVERIES_MAX);
    require("redeliveryDelayMillis", redeliveryDelayMillis, 0, ONE_WEEK_MILLIS);
    require("redeliveryFactorPercent", redeliveryFactorPercent, PERCENT, FACTOR_PERCENT_MAX);
    require("redeliveryDelayMillisMax", redeliveryDelayMillisMax, 0, ONE_WEEK_MILLIS);
  }

  /** Whether a message that failed so often is a dead letter. */
  public boolean isExhausted(int failures) {
    return deliveriesMax > 0 && failures >= deliveriesMax;
  }

  /** How long a message rests that failed so often, at least once. */
  public long delayMillis(int failures) {
    double delay =
        redeliveryDelayMillis
            * Math.pow((double) redeliveryFactorPercent / PERCENT, (double) failures - 1);
    return delay < redeliveryDelayMillisMax ? (long) delay : redeliveryDelayMillisMax;
  }

  /** The queue for dead letters of a destination of that name. */
  public String deadLetterQueueOf(String destination) {
    return deadLetterQueue == null ? DEAD_LETTER_PREFIX + destination : deadLetterQueue;
  }

  static void require(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be " + min + " to " + max + ", not " + value);
    }
  }
}
