// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rewindmq.broker.DestinationSummary;
import io.rewindmq.broker.GroupSummary;
import io.rewindmq.broker.message.DeadLetterCauses;
import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.shard.DestinationSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dead letters by queue and by cause. */
final class DeadLetterRows {
  private DeadLetterRows() {}

  /**
   * A queue for dead letters or expired messages.
   *
   * @param messages pending, those in flight included
   */
  record Queue(String queue, long messages, long inFlight) {}

  /**
   * What is pending in one, by cause.
   *
   * @param looked how many messages were looked at
   * @param complete those are all
   */
  record Causes(String queue, List<Cause> causes, long looked, boolean complete) {}

  /**
   * Messages with the same origin and cause.
   *
   * @param destination where they failed, as {@code queue://orders}; null = they do not say
   * @param group the queue, or the subscription that gave them up
   * @param cause {@code dead-lettered}, {@code expired} or {@code overflowed}
   * @param first when the oldest came, in UTC
   * @param last when the newest came, in UTC
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Cause(
      @Nullable String destination,
      @Nullable String group,
      @Nullable String cause,
      long messages,
      @Nullable String first,
      @Nullable String last) {}

  static Causes of(String queue, DeadLetterCauses causes) {
    return new Causes(
        queue,
        causes.causes().stream()
            .map(
                one ->
                    new Cause(
                        one.destination(),
                        one.group(),
                        one.reason(),
                        one.messages(),
                        Times.text(one.firstMillis()),
                        Times.text(one.lastMillis())))
            .toList(),
        causes.looked(),
        causes.isWhole());
  }

  /** Those that are there, by name. */
  static List<Queue> queues(List<DestinationSummary> destinations, List<GroupSummary> groups) {
    Set<String> named = new HashSet<>();
    for (DestinationSummary destination : destinations) {
      DestinationSpec spec = destination.destination().spec();
      DeliveryPolicy policy = spec.settings().policy();
      named.add(policy.deadLetterQueueOf(spec.name()));
      String expiryQueue = policy.expiryQueue();
      if (expiryQueue != null) {
        named.add(expiryQueue);
      }
    }
    Map<String, Queue> queues = new HashMap<>();
    for (GroupSummary group : groups) {
      String name = group.group().spec().name();
      boolean isLast = named.contains(name) || name.startsWith(DeliveryPolicy.DEAD_LETTER_PREFIX);
      if (isLast && group.group().spec().kind() == GroupKind.QUEUE) {
        queues.put(name, new Queue(name, group.group().backlog(), group.group().inFlight()));
      }
    }
    return queues.values().stream()
        .sorted((one, other) -> one.queue().compareTo(other.queue()))
        .toList();
  }
}
