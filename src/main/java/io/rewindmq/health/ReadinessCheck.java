// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.broker.catalog.CatalogState;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether clients are served: the listener accepts them, and a message would be confirmed, which is
 * tried. A full disk matters as far as messages are refused for it; a database that is down does
 * not matter here, and is shown.
 */
@Readiness
@Singleton
class ReadinessCheck implements AsyncHealthCheck {
  private final BrokerProbe broker;
  private final CatalogState database;
  private final ConfirmProbe probe;

  @Inject
  ReadinessCheck(BrokerProbe broker, CatalogState database, ConfirmProbe probe) {
    this.broker = broker;
    this.database = database;
    this.probe = probe;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    BrokerFigures figures = broker.figures();
    if (broker.state() != BrokerProbe.State.READY || figures == null) {
      return Uni.createFrom().item(answer((broker.state() + " " + broker.reason()).strip()));
    }
    if (!figures.sockets().isListening()) {
      return Uni.createFrom().item(answer("the listener does not accept connections"));
    }
    return Uni.createFrom().completionStage(probe::ask).map(this::answer);
  }

  /**
   * What is shown.
   *
   * @param reason why clients are not served; "" = they are
   */
  private HealthCheckResponse answer(String reason) {
    BrokerFigures figures = broker.figures();
    HealthCheckResponseBuilder answer =
        HealthCheckResponse.named("broker")
            .status(reason.isEmpty())
            .withData("epoch", broker.epoch())
            .withData("listener", broker.address())
            .withData("connections", figures == null ? 0 : figures.sockets().open())
            .withData("usableBytes", broker.usableBytes())
            .withData("database", database.outage().orElse("up"));
    if (figures != null) {
      answer.withData("journalBytes", figures.shard().journalBytes());
      answer.withData("unwrittenBytes", figures.shard().unwrittenBytes());
    }
    return (reason.isEmpty() ? answer : answer.withData("reason", reason)).build();
  }
}
