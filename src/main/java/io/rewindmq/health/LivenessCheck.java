// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Down when only a new process helps: the shard has stopped for good after a fault, or its loop
 * hangs. A full or a slow disk is no reason: a new process would have the same.
 */
@Liveness
@Singleton
class LivenessCheck implements HealthCheck {
  /** The loop has a turn for its watch every few seconds, whatever else it does. */
  private static final long SILENT_MILLIS_MAX = 60_000;

  private final BrokerProbe broker;

  @Inject
  LivenessCheck(BrokerProbe broker) {
    this.broker = broker;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("shard");
    if (broker.state() == BrokerProbe.State.FAILED) {
      return answer.down().withData("reason", broker.reason()).build();
    }
    long silent = broker.silentMillis();
    if (broker.state() == BrokerProbe.State.READY && silent > SILENT_MILLIS_MAX) {
      return answer
          .down()
          .withData("reason", "the shard's loop has not turned for " + silent + " ms")
          .build();
    }
    return answer.up().build();
  }
}
