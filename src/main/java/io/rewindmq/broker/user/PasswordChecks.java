// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a password is right, with as few hashes as possible.
 *
 * <p><b>Memory.</b> A password that was right is known by its {@link Seal} until the stored hash
 * changes; checking it again costs microseconds. <b>Company.</b> Equal checks that are under way at
 * the same time share one hash, so a thousand clients of one user that come back at once cost one.
 * <b>Bound.</b> Hashes are computed by {@code hashing}, and when that is full the answer is {@link
 * Result#BUSY}. One password a user is remembered, of {@link #REMEMBERED_MAX} users at most.
 */
@AnyThread // concurrent map, and a lock for the memory
final class PasswordChecks {
  static final int REMEMBERED_MAX = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(PasswordChecks.class);

  private final PasswordHash hash;
  private final RoleExecutor hashing;
  private final FailedLogins failedLogins;
  private final Seal seal;
  private final Map<Seal.Digest, CompletableFuture<Result>> underWay = new ConcurrentHashMap<>();
  private final Object lock = new Object();

  /** By user; guarded by the lock; the one not used for the longest time first. */
  private final Map<String, Seal.Digest> right = new LinkedHashMap<>(16, 0.75f, true);

  /** Checks on the threads of {@code hashing}, which have the role {@code ADMIN_WORKER}. */
  PasswordChecks(PasswordHash hash, RoleExecutor hashing, FailedLogins failedLogins, Seal seal) {
    this.hash = hash;
    this.hashing = hashing;
    this.failedLogins = failedLogins;
    this.seal = seal;
  }

  /** What came out. */
  enum Result {
    RIGHT,
    /** The password, or the user is unknown or disabled. */
    WRONG,
    /** Too many checks wait; this one was not made. */
    BUSY
  }

  /**
   * Checks one password. Each one that needs a hash counts as failed in {@link FailedLogins} until
   * the caller says that it succeeded.
   *
   * @param account null = there is none of that name; the check costs the same
   */
  CompletionStage<Result> check(
      String user, @Nullable UserAccount account, String password, FailedLogins.Pair pair) {
    String stored = account == null ? hash.decoy() : account.passwordHash();
    Seal.Digest digest = seal.of(user, stored, password);
    boolean mayEnter = account != null && account.enabled();
    if (mayEnter && isRemembered(user, digest)) {
      return CompletableFuture.completedStage(Result.RIGHT);
    }
    CompletableFuture<Result> mine = new CompletableFuture<>();
    CompletableFuture<Result> others = underWay.putIfAbsent(digest, mine);
    if (others != null) {
      return others.thenApply(
          result -> result == Result.RIGHT && !mayEnter ? Result.WRONG : result);
    }
    failedLogins.begun(pair);
    CompletableFuture<Result> _ =
        mine.whenComplete((result, failure) -> underWay.remove(digest, mine));
    try {
      hashing.execute(() -> compute(mine, mayEnter, user, digest, password, stored));
    } catch (RejectedExecutionException full) {
      failedLogins.withdrawn(pair);
      mine.complete(Result.BUSY);
    }
    return mine;
  }

  private void compute(
      CompletableFuture<Result> answer,
      boolean mayEnter,
      String user,
      Seal.Digest digest,
      String password,
      String stored) {
    ThreadRole.ADMIN_WORKER.assertCurrent();
    boolean isRight;
    try {
      isRight = matches(password, stored) && mayEnter;
    } catch (IllegalArgumentException damaged) {
      LOG.error(
          "RWQ-0623 the password of user {} must be set anew: {}", user, damaged.getMessage());
      isRight = false;
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
      return;
    }
    if (isRight) {
      remember(user, digest);
    }
    answer.complete(isRight ? Result.RIGHT : Result.WRONG);
  }

  /** A password that is too long to be one costs the same and is wrong. */
  private boolean matches(String password, String stored) {
    return CredentialRules.isShortEnough(password)
        ? hash.matches(password, stored)
        : hash.matches("", hash.decoy());
  }

  private boolean isRemembered(String user, Seal.Digest digest) {
    synchronized (lock) {
      Seal.Digest remembered = right.get(user);
      return remembered != null && remembered.equals(digest);
    }
  }

  private void remember(String user, Seal.Digest digest) {
    synchronized (lock) {
      right.put(user, digest);
      if (right.size() > REMEMBERED_MAX) {
        Entry<String, Seal.Digest> eldest = right.entrySet().iterator().next();
        right.remove(eldest.getKey());
      }
    }
  }
}
