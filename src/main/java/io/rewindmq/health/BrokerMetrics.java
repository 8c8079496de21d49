// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.quarkus.runtime.StartupEvent;
import io.rewindmq.broker.catalog.CatalogState;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Shows what the broker counts under {@code /q/metrics}: read when somebody asks, and nothing is
 * done before. What there is, with its meaning, is in {@code docs/metrics.md}.
 */
@Singleton
@AnyThread // immutable
@SuppressWarnings("deprecation") // Quarkus 3.33 shows this registry and no newer one
class BrokerMetrics extends Collector {
  private final PrometheusMeterRegistry registry;
  private final BrokerProbe broker;
  private final CatalogState database;
  private final WarningOptions warnings;
  private final Clock clock;

  @Inject
  BrokerMetrics(
      PrometheusMeterRegistry registry,
      BrokerProbe broker,
      CatalogState database,
      WarningOptions warnings,
      Clock clock) {
    this.registry = registry;
    this.broker = broker;
    this.database = database;
    this.warnings = warnings;
    this.clock = clock;
  }

  void bind(@Observes StartupEvent event) {
    registry.getPrometheusRegistry().register(this);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    MetricFamilies families = new MetricFamilies();
    families
        .gauge("rewind_ready", "1 while clients are served")
        .with(broker.state() == BrokerProbe.State.READY ? 1 : 0);
    families.gauge("rewind_epoch", "Epoch of the shard; raised by each start").with(broker.epoch());
    families
        .gauge("rewind_disk_usable_bytes", "Room on the disk of the data folder")
        .with(broker.usableBytes());
    families
        .gauge("rewind_database_up", "0 while the database could not be reached when last asked")
        .with(database.outage().isPresent() ? 0 : 1);
    LoginExposition.add(families, broker.logins());
    BrokerFigures figures = broker.figures();
    if (figures != null) {
      BrokerExposition.add(families, figures, database.requests());
      ObjectExposition.add(families, figures.objects(), warnings, clock.millis());
    }
    return families.all();
  }
}
