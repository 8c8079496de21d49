// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.permission.Role;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.random.RandomSource;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleExecutor;
import java.util.Comparator;
import java.util.List;
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

  /**
   * The same with a password that the operator has chosen, which is good until it is changed. It
   * counts only while nobody can administer the broker with a password of his own.
   *
   * @return the administrator who got it; empty = there is one
   * @throws io.rewindmq.broker.AdminException it can't be a password
   */
  public CompletionStage<Optional<String>> ensure(String chosen) {
    String password = CredentialRules.checkPassword(chosen);
    return store.content().thenCompose(content -> ensure(password, content));
  }

  private CompletionStage<Optional<String>> ensure(String chosen, AccessContent content) {
    AccessSnapshot now = new AccessSnapshot(content);
    List<UserAccount> administrators =
        content.users().stream().filter(now::isAdministrator).toList();
    if (administrators.stream().anyMatch(user -> !user.oneTime())) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    boolean isNew = administrators.isEmpty();
    String name = isNew ? freeName(now) : firstOf(administrators);
    return CompletableFuture.supplyAsync(() -> hash.of(chosen), hashing::execute)
        .thenCompose(hashed -> store(name, hashed, isNew, false))
        .thenCompose(
            isStored ->
                directory
                    .changed()
                    .thenApply(done -> isStored ? Optional.of(name) : Optional.empty()));
  }

  private static String firstOf(List<UserAccount> administrators) {
    return administrators.stream()
        .map(UserAccount::name)
        .min(Comparator.naturalOrder())
        .orElseThrow();
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
            administrators.isEmpty() ? freeName(now) : firstOf(administrators), password());
    return CompletableFuture.supplyAsync(() -> hash.of(given.password()), hashing::execute)
        .thenCompose(hashed -> store(given.user(), hashed, administrators.isEmpty(), true))
        .thenCompose(
            isStored ->
                directory
                    .changed()
                    .thenApply(done -> isStored ? Optional.of(given) : Optional.empty()));
  }

  private CompletionStage<Boolean> store(
      String name, String hashed, boolean isNew, boolean isOneTime) {
    return isNew
        ? store.add(
            UserAccount.made(name, hashed, isOneTime, Set.of(Role.ADMIN.name()), clock.millis()))
        : store.changePassword(name, hashed, isOneTime, clock.millis());
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
