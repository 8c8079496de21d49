// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.opentelemetry.api.OpenTelemetry;
import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.MessageTracing;
import io.rewindmq.broker.client.ClientRoster;
import io.rewindmq.config.RewindConfig;
import io.rewindmq.copy.FolderCopy;
import io.rewindmq.copy.FolderCopySource;
import io.rewindmq.health.BrokerFigures;
import io.rewindmq.health.BrokerProbe;
import io.rewindmq.health.LoginFigures;
import io.rewindmq.health.WarningOptions;
import io.rewindmq.health.trace.OpenTelemetryTracing;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.clock.SystemClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
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
  @ApplicationScoped
  ClientRoster clientRoster(RunningBroker broker) {
    return broker.assembly().clients();
  }

  @Produces
  @Singleton
  FolderCopySource folderCopySource(RunningBroker broker) {
    return new FolderCopySource() {
      @Override
      public CompletionStage<FolderCopy> take() {
        return broker.assembly().threads().copyFolder();
      }

      @Override
      public String path(String name) {
        return broker.path(name);
      }
    };
  }

  @Produces
  @Singleton
  MessageTracing messageTracing(RewindConfig config, OpenTelemetry library) {
    return config.tracing().enabled() ? new OpenTelemetryTracing(library) : MessageTracing.OFF;
  }

  @Produces
  @Singleton
  WarningOptions warningOptions(RewindConfig config) {
    return new WarningOptions(
        config.metrics().periodMillis(),
        config.warning().backlogMessages(),
        config.warning().ageMillis(),
        config.warning().repeatMillis());
  }

  @Produces
  @Singleton
  BrokerProbe probe(RunningBroker broker, HashingThreads hashing, Logins identity) {
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
      public String address() {
        return broker.isStarted() ? broker.address() : "";
      }

      @Override
      public long silentMillis() {
        return broker.isStarted() ? broker.assembly().silentMillis() : 0;
      }

      @Override
      public @Nullable BrokerFigures figures() {
        BrokerFigures figures = broker.isStarted() ? broker.assembly().figures() : null;
        return figures == null ? null : figures.withQueue("hashing", hashing.fill());
      }

      @Override
      public LoginFigures logins() {
        return identity.figures();
      }

      @Override
      public long usableBytes() {
        return broker.usableBytes();
      }
    };
  }
}
