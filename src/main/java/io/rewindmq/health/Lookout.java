// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rewindmq.broker.catalog.CatalogState;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/**
 * Looks from time to time whether operators have to be warned, and whether the database answers.
 */
@Singleton
@OwnedBy(ThreadRole.ADMIN_WORKER)
class Lookout {
  private static final long DATABASE_MILLIS = 10_000;

  private final BrokerProbe broker;
  private final CatalogState database;
  private final WarningOptions options;
  private final Clock clock;
  private final Vertx vertx;
  private final Warnings warnings;
  private long warningTimer;
  private long databaseTimer;
  private boolean isAsking;

  @Inject
  Lookout(
      BrokerProbe broker, CatalogState database, WarningOptions options, Clock clock, Vertx vertx) {
    this.broker = broker;
    this.database = database;
    this.options = options;
    this.clock = clock;
    this.vertx = vertx;
    this.warnings = new Warnings(options);
  }

  void start(@Observes StartupEvent event) {
    warningTimer = vertx.setPeriodic(options.periodMillis(), tick -> warn());
    databaseTimer = vertx.setPeriodic(DATABASE_MILLIS, tick -> askDatabase());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(warningTimer);
    vertx.cancelTimer(databaseTimer);
  }

  private void warn() {
    BrokerFigures figures = broker.figures();
    if (figures != null && broker.state() == BrokerProbe.State.READY) {
      warnings.look(figures.objects(), clock.millis());
    }
  }

  /** One question at a time: while the database is down, each takes long. */
  private void askDatabase() {
    if (!isAsking) {
      isAsking = true;
      CompletionStage<?> _ =
          database
              .look()
              .whenComplete((answer, failure) -> vertx.runOnContext(later -> isAsking = false));
    }
  }
}
