// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.broker.AdminGateway;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the broker confirms messages, by having the journal's device force something.
 * However many ask, that happens once a second at most, and never twice at a time: while a force
 * hangs, everybody hears that it does.
 */
@Singleton
@AnyThread // guarded by this
class ConfirmProbe {
  private static final long PATIENCE_MILLIS = 2_000;
  private static final long FRESH_MILLIS = 1_000;
  private static final long NANOS_A_MILLI = 1_000_000;

  private final AdminGateway gateway;
  private final Clock clock;
  private @Nullable CompletableFuture<String> last;
  private long lastNanos;

  @Inject
  ConfirmProbe(AdminGateway gateway, Clock clock) {
    this.gateway = gateway;
    this.clock = clock;
  }

  /** Completes within two seconds with the reason why nothing is confirmed; "" = messages are. */
  CompletionStage<String> ask() {
    return current()
        .copy()
        .completeOnTimeout(
            "the journal's device has not answered for "
                + PATIENCE_MILLIS
                + " ms: nothing is confirmed",
            PATIENCE_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private synchronized CompletableFuture<String> current() {
    CompletableFuture<String> known = last;
    boolean isFresh = (clock.nanos() - lastNanos) / NANOS_A_MILLI < FRESH_MILLIS;
    if (known != null && (isFresh || !known.isDone())) {
      return known;
    }
    CompletableFuture<String> asked =
        gateway
            .confirms()
            .handle((confirmed, failure) -> failure == null ? "" : text(failure))
            .toCompletableFuture();
    last = asked;
    lastNanos = clock.nanos();
    return asked;
  }

  private static String text(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return "nothing is confirmed: " + (cause == null ? failure : cause).getMessage();
  }
}
