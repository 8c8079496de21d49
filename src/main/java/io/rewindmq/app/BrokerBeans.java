// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.AdminGateway;
import io.rewindmq.health.BrokerProbe;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.clock.SystemClock;
import io.rewindmq.shard.state.ShardFigures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What the packages at the edge are given of the broker. */
final class BrokerBeans {
  @Produces
  @Singleton
  Clock clock() {
    return new SystemClock();
  }

  @Produces
  @ApplicationScoped
  AdminGateway adminGateway(RunningBroker broker) {
    return broker.admin();
  }

  @Produces
  @Singleton
  BrokerProbe probe(RunningBroker broker) {
    return new BrokerProbe() {
      @Override
      public State state() {
        return broker.isStarted()
            ? switch (broker.assembly().status().state()) {
              case STARTING -> State.STARTING;
              case READY -> State.READY;
              case FAILED -> State.FAILED;
              case STOPPED -> State.STOPPED;
            }
            : State.STARTING;
      }

      @Override
      public String reason() {
        return broker.isStarted() ? broker.assembly().status().reason() : "";
      }

      @Override
      public long epoch() {
        return broker.isStarted() ? broker.assembly().status().epoch() : 0;
      }

      @Override
      public int connections() {
        return broker.isStarted() ? broker.assembly().status().connections() : 0;
      }

      @Override
      public @Nullable ShardFigures figures() {
        return broker.isStarted() ? broker.assembly().broker().figures() : null;
      }

      @Override
      public long usableBytes() {
        return broker.usableBytes();
      }
    };
  }
}
