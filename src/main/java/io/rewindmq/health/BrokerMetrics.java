// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.GroupSummary;
import io.rewindmq.shard.state.ShardFigures;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Binds the broker's figures. Those of groups are read every five seconds, and only of the {@value
 * #GROUPS_MAX} with the largest backlog, so that the number of series stays bounded.
 */
@Singleton
class BrokerMetrics {
  static final int GROUPS_MAX = 100;

  private static final long PERIOD_MILLIS = 5_000;

  private final MeterRegistry registry;
  private final BrokerProbe broker;
  private final AdminGateway gateway;
  private final Vertx vertx;
  private long timer;

  @Inject
  BrokerMetrics(MeterRegistry registry, BrokerProbe broker, AdminGateway gateway, Vertx vertx) {
    this.registry = registry;
    this.broker = broker;
    this.gateway = gateway;
    this.vertx = vertx;
  }

  void bind(@Observes StartupEvent event) {
    Gauge.builder("rewind.connections", broker, BrokerProbe::connections)
        .description("Open client connections")
        .register(registry);
    Gauge.builder("rewind.epoch", broker, BrokerProbe::epoch)
        .description("Epoch of the shard; raised by each start")
        .register(registry);
    Gauge.builder("rewind.ready", broker, probe -> probe.state() == BrokerProbe.State.READY ? 1 : 0)
        .description("1 while clients are served")
        .register(registry);
    Gauge.builder("rewind.disk.usable", broker, BrokerProbe::usableBytes)
        .baseUnit(BaseUnits.BYTES)
        .description("Room on the disk of the data folder")
        .register(registry);
    bindFigures();
    MultiGauge backlog =
        MultiGauge.builder("rewind.group.backlog")
            .description("Messages of a group that are not settled")
            .register(registry);
    timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> refresh(backlog));
  }

  private void bindFigures() {
    counter("rewind.messages.in", null, "Messages that got an offset", ShardFigures::messagesIn);
    counter("rewind.in", BaseUnits.BYTES, "Their bytes, encoded", ShardFigures::bytesIn);
    counter("rewind.messages.out", null, "Messages handed to clients", ShardFigures::messagesOut);
    counter("rewind.out", BaseUnits.BYTES, "Their bytes, encoded", ShardFigures::bytesOut);
    counter(
        "rewind.messages.acknowledged",
        null,
        "Messages that queues and durable subscriptions acknowledged",
        ShardFigures::acknowledged);
    counter(
        "rewind.messages.moved",
        null,
        "Messages moved to dead-letter and expiry queues",
        ShardFigures::moved);
    counter(
        "rewind.history.given.up",
        BaseUnits.BYTES,
        "History given up before its time, for the disk was full",
        ShardFigures::historyGivenUp);
    counter("rewind.journal.forces", null, "Forces to the device", ShardFigures::forces);
    gauge("rewind.journal.size", "Journal in use", ShardFigures::journalBytes);
    gauge("rewind.journal.unwritten", "What waits for the disk", ShardFigures::unwrittenBytes);
    gauge("rewind.journal.cache", "The journal's end in memory", ShardFigures::tailCacheBytes);
  }

  private void counter(
      String name,
      @Nullable String unit,
      String description,
      ToDoubleFunction<ShardFigures> figure) {
    FunctionCounter.builder(name, broker, probe -> read(probe, figure))
        .baseUnit(unit)
        .description(description)
        .register(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<ShardFigures> figure) {
    Gauge.builder(name, broker, probe -> read(probe, figure))
        .baseUnit(BaseUnits.BYTES)
        .description(description)
        .register(registry);
  }

  private static double read(BrokerProbe probe, ToDoubleFunction<ShardFigures> figure) {
    ShardFigures figures = probe.figures();
    return figures == null ? 0 : figure.applyAsDouble(figures);
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void refresh(MultiGauge backlog) {
    if (broker.state() == BrokerProbe.State.READY) {
      gateway
          .groups()
          .whenComplete(
              (groups, failure) -> {
                if (groups != null) {
                  vertx.runOnContext(later -> backlog.register(rows(groups), true));
                }
              });
    }
  }

  private static List<MultiGauge.Row<?>> rows(List<GroupSummary> groups) {
    return groups.stream()
        .sorted(Comparator.comparingLong((GroupSummary one) -> one.group().backlog()).reversed())
        .limit(GROUPS_MAX)
        .<MultiGauge.Row<?>>map(
            one ->
                MultiGauge.Row.of(
                    Tags.of("group", one.group().spec().name(), "id", "" + one.group().id()),
                    one.group().backlog()))
        .toList();
  }
}
