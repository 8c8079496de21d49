// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.broker.AdminGateway;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the broker confirms messages: it serves clients, the shard's loop answers a question
 * within two seconds, and there is room on the disk. A database that is down does not matter here.
 */
@Readiness
@Singleton
class ReadinessCheck implements AsyncHealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** One segment of the journal. */
  private static final long USABLE_BYTES_MIN = 64L << 20;

  private final BrokerProbe broker;
  private final AdminGateway gateway;

  @Inject
  ReadinessCheck(BrokerProbe broker, AdminGateway gateway) {
    this.broker = broker;
    this.gateway = gateway;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    if (broker.state() != BrokerProbe.State.READY) {
      return Uni.createFrom().item(down(broker.state() + " " + broker.reason()));
    }
    if (broker.usableBytes() < USABLE_BYTES_MIN) {
      return Uni.createFrom().item(down("the disk is full"));
    }
    return Uni.createFrom()
        .completionStage(() -> gateway.group("0"))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onItemOrFailure()
        .transform((answer, failure) -> failure == null ? up() : down(describe(failure)));
  }

  private static String describe(Throwable failure) {
    return "the shard's loop does not answer: " + failure.getMessage();
  }

  private HealthCheckResponse up() {
    return response().up().build();
  }

  private HealthCheckResponse down(String reason) {
    return response().down().withData("reason", reason.strip()).build();
  }

  private HealthCheckResponseBuilder response() {
    return HealthCheckResponse.named("broker")
        .withData("epoch", broker.epoch())
        .withData("connections", broker.connections())
        .withData("usableBytes", broker.usableBytes());
  }
}
