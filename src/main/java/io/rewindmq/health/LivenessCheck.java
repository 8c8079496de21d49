// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Down when only a new process helps: the shard stops for good after a fault. */
@Liveness
@Singleton
class LivenessCheck implements HealthCheck {
  private final BrokerProbe broker;

  @Inject
  LivenessCheck(BrokerProbe broker) {
    this.broker = broker;
  }

  @Override
  public HealthCheckResponse call() {
    boolean failed = broker.state() == BrokerProbe.State.FAILED;
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("shard").status(!failed);
    return (failed ? answer.withData("reason", broker.reason()) : answer).build();
  }
}
