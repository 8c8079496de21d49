// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.broker.user.LoginThrottle;
import io.rewindmq.testkit.TestBroker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is read of a broker without a server around it. */
record AssemblyProbe(TestBroker broker) implements BrokerProbe {
  @Override
  public State state() {
    return State.valueOf(broker.assembly().status().state().name());
  }

  @Override
  public String reason() {
    return broker.assembly().status().reason();
  }

  @Override
  public long epoch() {
    return broker.assembly().status().epoch();
  }

  @Override
  public String address() {
    return broker.url();
  }

  @Override
  public long usableBytes() {
    return 0;
  }

  @Override
  public long silentMillis() {
    return broker.assembly().silentMillis();
  }

  @Override
  public LoginFigures logins() {
    return new LoginFigures(Map.of(), new LoginThrottle(0, 1, 0));
  }

  @Override
  public @Nullable BrokerFigures figures() {
    return broker.assembly().figures();
  }
}
