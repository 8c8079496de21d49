// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.token;

import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jose4j.jwk.JsonWebKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys as they were read last.
 *
 * <p>Older than {@link #FRESH_MILLIS}, they are read again in the background. A token with an
 * unknown key has them read again at once, but not more often than every {@link #PAUSE_MILLIS},
 * whatever tokens come. While they can't be read, those known last are used.
 */
@AnyThread // guarded by the lock
final class KeyCache {
  static final int FRESH_MILLIS = 600_000;
  static final int PAUSE_MILLIS = 30_000;

  private static final Logger LOG = LoggerFactory.getLogger(KeyCache.class);

  private final Supplier<CompletionStage<List<JsonWebKey>>> source;
  private final Clock clock;
  private final Object lock = new Object();

  // all guarded by the lock
  private @Nullable List<JsonWebKey> known;
  private @Nullable CompletableFuture<List<JsonWebKey>> reading;
  private @Nullable CompletableFuture<List<JsonWebKey>> last;
  private long askedNanos;

  KeyCache(Supplier<CompletionStage<List<JsonWebKey>>> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** The keys; fails when none are known and they can't be read. */
  CompletionStage<List<JsonWebKey>> keys() {
    List<JsonWebKey> present;
    synchronized (lock) {
      present = known;
    }
    if (present == null) {
      return renewed();
    }
    if (age() >= FRESH_MILLIS) {
      CompletionStage<?> _ = renewed();
    }
    return CompletableFuture.completedStage(present);
  }

  /** The keys, read again unless that was done a moment ago. */
  CompletionStage<List<JsonWebKey>> renewed() {
    CompletableFuture<List<JsonWebKey>> answer;
    synchronized (lock) {
      if (reading != null) {
        return reading;
      }
      if (last != null && age() < PAUSE_MILLIS) {
        return known == null ? last : CompletableFuture.completedStage(known);
      }
      answer = new CompletableFuture<>();
      reading = answer;
      last = answer;
      askedNanos = clock.nanos();
    }
    CompletionStage<?> _ =
        source.get().whenComplete((read, failure) -> finish(answer, read, failure));
    return answer;
  }

  private void finish(
      CompletableFuture<List<JsonWebKey>> answer,
      @Nullable List<JsonWebKey> read,
      @Nullable Throwable failure) {
    List<JsonWebKey> now;
    synchronized (lock) {
      reading = null;
      known = read == null ? known : read;
      now = known;
    }
    if (failure != null) {
      LOG.warn("RWQ-0973 the keys for tokens can't be read: {}", failure.getMessage());
    }
    if (now != null) {
      answer.complete(now);
    } else {
      answer.completeExceptionally(
          failure == null ? new IllegalStateException("there are no keys") : failure);
    }
  }

  private long age() {
    synchronized (lock) {
      return TimeUnit.NANOSECONDS.toMillis(clock.nanos() - askedNanos);
    }
  }
}
