// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All users and roles in memory, as the store had them lately.
 *
 * <p><b>Age.</b> What is older than {@link #FRESH_MILLIS} is read again before it is used: so long
 * may a change by another broker on the same database go unnoticed. A change by this broker is seen
 * by every login that begins after the change was reported done ({@link #changed}).
 *
 * <p><b>Outage.</b> While the store can't be asked, the users known last are used; a login waits
 * {@link #WAIT_MILLIS} for the store at most, and only one login in {@link #FRESH_MILLIS} does.
 * When nothing is known yet, nobody can be judged and the stage fails.
 */
@AnyThread // guarded by the lock
public final class UserDirectory {
  static final int FRESH_MILLIS = 5_000;
  static final int WAIT_MILLIS = 1_000;

  /** Shorter than the default time for a login, so that the client hears why. */
  static final int FIRST_WAIT_MILLIS = 4_000;

  private static final long NANOS_A_MILLI = 1_000_000;
  private static final Logger LOG = LoggerFactory.getLogger(UserDirectory.class);

  private final UserStore store;
  private final Clock clock;
  private final Object lock = new Object();

  // all guarded by the lock
  private @Nullable AccessSnapshot known;
  private @Nullable CompletableFuture<AccessSnapshot> reading;
  private long askedNanos;
  private long lastRead;
  private long newestKnown;
  private boolean isOut;

  /** The last one that was read; known no more after a change that could not be read again. */
  private volatile @Nullable AccessSnapshot latest;

  private volatile Runnable whenChanged = () -> {};

  /** Knows nobody yet. */
  public UserDirectory(UserStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Begins to read the users, so that the first login need not wait for it: at the first start the
   * tables are made, too.
   *
   * @return completes with whether they are known; never fails
   */
  public CompletionStage<Boolean> warmUp() {
    return read().handle((users, failure) -> failure == null);
  }

  /**
   * Says who wants to know that users or roles have changed: those who are in may lose rights.
   *
   * @param task called on any thread: hand over and return
   */
  public void whenChanged(Runnable task) {
    whenChanged = task;
  }

  /** Reads again what is not fresh, so that changes by others are noticed without a login. */
  public void refresh() {
    CompletionStage<AccessSnapshot> _ = now();
  }

  /** Users and roles as they were read last; null = they never were. */
  @Nullable AccessSnapshot latest() {
    return latest;
  }

  /** Users and roles. */
  CompletionStage<AccessSnapshot> now() {
    CompletableFuture<AccessSnapshot> answer;
    AccessSnapshot fallback;
    synchronized (lock) {
      fallback = known;
      boolean isFresh = clock.nanos() - askedNanos < FRESH_MILLIS * NANOS_A_MILLI;
      if (fallback != null && isFresh) {
        return CompletableFuture.completedStage(fallback);
      }
      answer = reading;
    }
    if (answer == null) {
      answer = read();
    }
    return fallback == null
        ? answer.copy().orTimeout(FIRST_WAIT_MILLIS, TimeUnit.MILLISECONDS)
        : answer
            .exceptionally(outage -> fallback)
            .completeOnTimeout(fallback, WAIT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * The store was changed by this broker. If the users can't be read again now, what is known is
   * forgotten, since it is known to be wrong.
   *
   * @return completes once no login uses the old ones any more
   */
  CompletionStage<@Nullable Void> changed() {
    return read().handle((users, failure) -> afterChange(failure));
  }

  private @Nullable Void afterChange(@Nullable Throwable failure) {
    if (failure != null) {
      synchronized (lock) {
        known = null;
      }
    }
    return null;
  }

  private CompletableFuture<AccessSnapshot> read() {
    CompletableFuture<AccessSnapshot> answer = new CompletableFuture<>();
    AccessSnapshot before;
    long number;
    synchronized (lock) {
      reading = answer;
      askedNanos = clock.nanos();
      number = ++lastRead;
      before = known;
    }
    if (before == null) {
      store
          .content()
          .thenApply(AccessSnapshot::new)
          .whenComplete((read, failure) -> finish(number, answer, read, failure));
    } else {
      store
          .contentUnless(before.number())
          .thenApply(changed -> changed.map(AccessSnapshot::new).orElse(before))
          .whenComplete((read, failure) -> finish(number, answer, read, failure));
    }
    return answer;
  }

  private void finish(
      long number,
      CompletableFuture<AccessSnapshot> answer,
      @Nullable AccessSnapshot read,
      @Nullable Throwable failure) {
    boolean hasBegunToFail;
    boolean isChanged = false;
    synchronized (lock) {
      if (reading == answer) {
        reading = null;
      }
      hasBegunToFail = failure != null && !isOut;
      isOut = failure != null;
      if (read != null && number > newestKnown) {
        AccessSnapshot before = latest;
        isChanged = before == null || before.number() != read.number();
        known = read;
        latest = read;
        newestKnown = number;
      }
    }
    if (hasBegunToFail) {
      LOG.warn(
          "RWQ-0621 the users can't be read; logins go on with those known so far: {}",
          String.valueOf(failure));
    }
    if (read != null) {
      answer.complete(read);
    } else {
      answer.completeExceptionally(
          failure == null ? new IllegalStateException("the store gave nothing") : failure);
    }
    if (isChanged) {
      whenChanged.run();
    }
  }
}
