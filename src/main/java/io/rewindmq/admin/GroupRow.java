// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.broker.GroupSummary;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.shard.GroupView;
import java.util.Locale;

/**
 * One line of the list of groups.
 *
 * @param id the group's number
 * @param name as people use it, for example {@code billing.orders}; not always unique, the number
 *     is
 * @param kind {@code queue}, {@code durable}, {@code shared-durable}, {@code non-durable} or {@code
 *     shared-non-durable}
 * @param epoch raised by each rewind
 * @param backlog messages that are not settled, those in flight included
 * @param inFlight messages that consumers hold
 */
record GroupRow(
    int id,
    String name,
    String destination,
    String kind,
    int epoch,
    long backlog,
    long inFlight,
    int consumers) {
  static GroupRow of(GroupSummary summary) {
    GroupView group = summary.group();
    return new GroupRow(
        group.id(),
        group.spec().name(),
        summary.destination().spec().name(),
        text(group.spec().kind()),
        group.epoch(),
        group.backlog(),
        group.inFlight(),
        group.consumers());
  }

  private static String text(GroupKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
