// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.health.MetricFamilies.Family;
import io.rewindmq.shard.watch.DestinationFigures;
import io.rewindmq.shard.watch.GroupFigures;
import io.rewindmq.shard.watch.ObjectFigures;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Metrics of destinations and groups: of all together, and of some by name. */
final class ObjectExposition {
  private static final String[] OF_DESTINATION = {"kind", "destination"};
  private static final String[] OF_GROUP = {"kind", "destination", "group", "id"};
  private static final double MILLIS_A_SECOND = 1_000;

  private ObjectExposition() {}

  static void add(
      MetricFamilies families, ObjectFigures objects, WarningOptions warnings, long now) {
    addTotals(families, objects, warnings, now);
    addTraffic(families, objects.destinations());
    addSizes(families, objects.destinations());
    addGroups(families, objects.groups(), now);
  }

  private static void addTotals(
      MetricFamilies families, ObjectFigures objects, WarningOptions warnings, long now) {
    ObjectFigures.Totals totals = objects.totals();
    families.gauge("rewind_destinations", "Queues and topics").with(totals.destinations());
    families.gauge("rewind_groups", "Queues' groups and subscriptions").with(totals.groups());
    families
        .gauge("rewind_backlog_messages", "Unsettled messages of all groups")
        .with(totals.backlog());
    families
        .gauge(
            "rewind_slow_consumers", "Consumers that hold messages and do not go on, others wait")
        .with(totals.slowConsumers());
    families
        .gauge("rewind_groups_far_behind", "Groups with more backlog than the broker warns of")
        .with(totals.groupsFarBehind());
    families
        .gauge("rewind_groups_late", "Listed groups with older messages than the broker warns of")
        .with(objects.groups().stream().filter(group -> warnings.isLate(group, now)).count());
    families
        .gauge("rewind_figures_age_seconds", "How old the figures of destinations and groups are")
        .with(age(objects.atMillis(), now));
  }

  private static void addTraffic(MetricFamilies families, List<DestinationFigures> destinations) {
    counter(
        families,
        destinations,
        "messages_in",
        "Messages that got an offset",
        DestinationFigures::messagesIn);
    counter(
        families, destinations, "in_bytes", "Their bytes, encoded", DestinationFigures::bytesIn);
    counter(
        families,
        destinations,
        "messages_out",
        "Messages handed to consumers",
        DestinationFigures::messagesOut);
    counter(
        families, destinations, "out_bytes", "Their bytes, encoded", DestinationFigures::bytesOut);
    counter(
        families,
        destinations,
        "messages_acknowledged",
        "Messages acknowledged",
        DestinationFigures::acknowledged);
    counter(
        families,
        destinations,
        "messages_expired",
        "Messages that expired",
        DestinationFigures::expired);
    counter(
        families,
        destinations,
        "messages_dead_lettered",
        "Messages that became dead letters",
        DestinationFigures::deadLettered);
  }

  private static void addSizes(MetricFamilies families, List<DestinationFigures> destinations) {
    gauge(
        families,
        destinations,
        "log_end_offset",
        "Sum of its partitions' log ends",
        DestinationFigures::logEnd);
    gauge(
        families,
        destinations,
        "backlog_bytes",
        "What its group that is furthest behind has not settled",
        DestinationFigures::backlogBytes);
    gauge(
        families,
        destinations,
        "history_bytes",
        "What it keeps besides",
        DestinationFigures::historyBytes);
  }

  private static void counter(
      MetricFamilies families,
      List<DestinationFigures> destinations,
      String name,
      String help,
      ToDoubleFunction<DestinationFigures> value) {
    fill(families.counter("rewind_destination_" + name, help, OF_DESTINATION), destinations, value);
  }

  private static void gauge(
      MetricFamilies families,
      List<DestinationFigures> destinations,
      String name,
      String help,
      ToDoubleFunction<DestinationFigures> value) {
    fill(families.gauge("rewind_destination_" + name, help, OF_DESTINATION), destinations, value);
  }

  private static void fill(
      Family family,
      List<DestinationFigures> destinations,
      ToDoubleFunction<DestinationFigures> value) {
    for (DestinationFigures one : destinations) {
      family.with(value.applyAsDouble(one), kind(one.kind().isQueue()), one.name());
    }
  }

  private static void addGroups(MetricFamilies families, List<GroupFigures> groups, long now) {
    of(
        groups,
        families.gauge("rewind_group_backlog_messages", "Messages that are not settled", OF_GROUP),
        GroupFigures::backlog);
    of(
        groups,
        families.gauge("rewind_group_in_flight_messages", "Messages with consumers", OF_GROUP),
        GroupFigures::inFlight);
    of(
        groups,
        families.gauge("rewind_group_consumers", "Open consumers", OF_GROUP),
        GroupFigures::consumers);
    of(
        groups,
        families.gauge(
            "rewind_group_slow_consumers",
            "Consumers that hold messages and do not go on, others wait",
            OF_GROUP),
        GroupFigures::slowConsumers);
    of(
        groups,
        families.counter("rewind_group_messages_out", "Messages handed to consumers", OF_GROUP),
        GroupFigures::delivered);
    of(
        groups,
        families.counter("rewind_group_redeliveries", "Of these, after a failed attempt", OF_GROUP),
        GroupFigures::redelivered);
    of(
        groups,
        families.counter("rewind_group_messages_acknowledged", "Messages acknowledged", OF_GROUP),
        GroupFigures::acknowledged);
    of(
        groups,
        families.gauge(
            "rewind_group_oldest_age_seconds", "Age of the oldest unsettled message", OF_GROUP),
        group -> age(group.oldestMillis(), now));
    of(
        groups,
        families.gauge(
            "rewind_group_lag_seconds", "Age of the oldest message that no consumer has", OF_GROUP),
        group -> age(group.waitingMillis(), now));
  }

  private static void of(
      List<GroupFigures> groups, Family family, ToDoubleFunction<GroupFigures> value) {
    for (GroupFigures one : groups) {
      family.with(
          value.applyAsDouble(one),
          kind(one.kind().isQueue()),
          one.destination(),
          one.name(),
          Integer.toString(one.id()));
    }
  }

  private static double age(long millis, long now) {
    return millis == 0 ? 0 : (double) Math.max(0, now - millis) / MILLIS_A_SECOND;
  }

  private static String kind(boolean isQueue) {
    return isQueue ? "queue" : "topic";
  }
}
