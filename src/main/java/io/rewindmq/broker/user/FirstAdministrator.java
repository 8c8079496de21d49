// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.permission.Role;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.random.RandomSource;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleExecutor;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sees to it that somebody can administer a broker that needs users or has some.
 *
 * <p>Without an administrator it makes one with a one-time password. If the only ones have never
 * changed their one-time password, the first of them gets a new one: so the password that a start
 * prints is good until it was used, and whoever missed it starts again. A broker without users that
 * needs none is left alone.
 */
@AnyThread // immutable; what it uses is safe
public final class FirstAdministrator {
  private static final String NAME = "admin";

  /** Without letters and digits that look alike. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 4;
  private static final int GROUP_CHARS = 5;

  private final UserStore store;
  private final UserDirectory directory;
  private final PasswordHash hash;
  private final RoleExecutor hashing;
  private final Clock clock;
  private final RandomSource random;

  FirstAdministrator(
      UserStore store,
      UserDirectory directory,
      PasswordHash hash,
      RoleExecutor hashing,
      Clock clock,
      RandomSource random) {
    this.store = store;
    this.directory = directory;
    this.hash = hash;
    this.hashing = hashing;
    this.clock = clock;
    this.random = random;
  }

  /** A password that was given out; to be shown to whoever started the broker, and kept nowhere. */
  public record OneTimePassword(String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "one-time password of " + user;
    }
  }

  /**
   * Looks, and acts where needed. Fails when the database can't be asked.
   *
   * @param mustHaveUsers whether a broker without users needs an administrator
   * @return empty = nothing was to be done
   */
  public CompletionStage<Optional<OneTimePassword>> ensure(boolean mustHaveUsers) {
    return store.content().thenCompose(content -> ensure(mustHaveUsers, content));
  }

  private CompletionStage<Optional<OneTimePassword>> ensure(
      boolean mustHaveUsers, AccessContent content) {
    AccessSnapshot now = new AccessSnapshot(content);
    if (!now.hasUsers() && !mustHaveUsers) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    var administrators = content.users().stream().filter(now::isAdministrator).toList();
    if (administrators.stream().anyMatch(user -> !user.oneTime())) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    OneTimePassword given =
        new OneTimePassword(
            administrators.stream()
                .map(UserAccount::name)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> freeName(now)),
            password());
    return CompletableFuture.supplyAsync(() -> hash.of(given.password()), hashing::execute)
        .thenCompose(hashed -> store(given, hashed, administrators.isEmpty()))
        .thenCompose(
            isStored ->
                directory
                    .changed()
                    .thenApply(done -> isStored ? Optional.of(given) : Optional.empty()));
  }

  private CompletionStage<Boolean> store(OneTimePassword given, String hashed, boolean isNew) {
    return isNew
        ? store.add(
            UserAccount.made(given.user(), hashed, true, Set.of(Role.ADMIN.name()), clock.millis()))
        : store.changePassword(given.user(), hashed, true, clock.millis());
  }

  private static String freeName(AccessSnapshot now) {
    String name = NAME;
    for (int number = 2; now.user(name) != null; number++) {
      name = NAME + "-" + number;
    }
    return name;
  }

  private String password() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP_CHARS; i++) {
      if (i > 0 && i % GROUP_CHARS == 0) {
        password.append('-');
      }
      long next = random.nextLong();
      password.append(ALPHABET.charAt((int) Long.remainderUnsigned(next, ALPHABET.length())));
    }
    return password.toString();
  }
}
