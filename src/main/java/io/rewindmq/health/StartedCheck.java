// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Up once the journal has been recovered. */
@Startup
@Singleton
class StartedCheck implements HealthCheck {
  private final BrokerProbe broker;

  @Inject
  StartedCheck(BrokerProbe broker) {
    this.broker = broker;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("recovery")
        .status(broker.state() != BrokerProbe.State.STARTING)
        .build();
  }
}
