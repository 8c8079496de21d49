// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All users in memory, as the store had them lately.
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
  private @Nullable Map<String, UserAccount> known;
  private @Nullable CompletableFuture<Map<String, UserAccount>> reading;
  private long askedNanos;
  private long lastRead;
  private long newestKnown;
  private boolean isOut;

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

  /** Whether there is a user of that name who may log in; fails when nobody is known yet. */
  public CompletionStage<Boolean> mayLogIn(String name) {
    return users()
        .thenApply(
            byName -> {
              UserAccount account = byName.get(name);
              return account != null && account.enabled();
            });
  }

  /** The users by name. */
  CompletionStage<Map<String, UserAccount>> users() {
    CompletableFuture<Map<String, UserAccount>> answer;
    Map<String, UserAccount> fallback;
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

  private CompletableFuture<Map<String, UserAccount>> read() {
    CompletableFuture<Map<String, UserAccount>> answer = new CompletableFuture<>();
    long number;
    synchronized (lock) {
      reading = answer;
      askedNanos = clock.nanos();
      number = ++lastRead;
    }
    store.all().whenComplete((users, failure) -> finish(number, answer, users, failure));
    return answer;
  }

  private void finish(
      long number,
      CompletableFuture<Map<String, UserAccount>> answer,
      @Nullable List<UserAccount> users,
      @Nullable Throwable failure) {
    Map<String, UserAccount> byName = users == null ? null : byName(users);
    boolean hasBegunToFail;
    synchronized (lock) {
      if (reading == answer) {
        reading = null;
      }
      hasBegunToFail = failure != null && !isOut;
      isOut = failure != null;
      if (byName != null && number > newestKnown) {
        known = byName;
        newestKnown = number;
      }
    }
    if (hasBegunToFail) {
      LOG.warn(
          "RWQ-0621 the users can't be read; logins go on with those known so far: {}",
          String.valueOf(failure));
    }
    if (byName != null) {
      answer.complete(byName);
    } else {
      answer.completeExceptionally(
          failure == null ? new IllegalStateException("the store gave nothing") : failure);
    }
  }

  private static Map<String, UserAccount> byName(List<UserAccount> users) {
    Map<String, UserAccount> byName = HashMap.newHashMap(users.size());
    users.forEach(user -> byName.put(user.name(), user));
    return Map.copyOf(byName);
  }
}
