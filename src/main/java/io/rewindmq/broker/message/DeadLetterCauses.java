// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is pending in a dead-letter queue by cause, the most frequent first.
 *
 * @param looked how many messages were looked at
 * @param isWhole those are all that are pending
 */
public record DeadLetterCauses(List<Cause> causes, long looked, boolean isWhole) {
  public DeadLetterCauses {
    causes = List.copyOf(causes);
  }

  /**
   * Messages with the same origin and reason.
   *
   * @param destination where they come from, as {@code queue://orders}; null = they do not say
   * @param group the queue, or the subscription that gave them up
   * @param reason {@code dead-lettered}, {@code expired} or {@code overflowed}
   * @param firstMillis when the oldest of them came, since 1970
   * @param lastMillis when the newest of them came
   */
  public record Cause(
      @Nullable String destination,
      @Nullable String group,
      @Nullable String reason,
      long messages,
      long firstMillis,
      long lastMillis) {}
}
