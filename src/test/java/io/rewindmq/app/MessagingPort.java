// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.quarkus.arc.Arc;

/** Where the broker of a {@code QuarkusTest} listens for clients, for tests in other packages. */
public final class MessagingPort {
  private MessagingPort() {}

  public static int get() {
    return Arc.container().instance(RunningBroker.class).get().assembly().port();
  }
}
