// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.AdminException;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleExecutor;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What administrators do with users.
 *
 * <p><b>Effect.</b> A stage completes once the change is stored and every later login is judged by
 * it; connections that are open stay. <b>Failure.</b> With {@link AdminException} when the request
 * is refused, with {@link io.rewindmq.broker.catalog.CatalogException} when the database can't be
 * asked.
 */
@AnyThread // immutable; what it uses is safe
public final class Users {
  static final int USERS_MAX = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Users.class);

  private final UserStore store;
  private final UserDirectory directory;
  private final PasswordHash hash;
  private final RoleExecutor hashing;
  private final Clock clock;

  Users(
      UserStore store,
      UserDirectory directory,
      PasswordHash hash,
      RoleExecutor hashing,
      Clock clock) {
    this.store = store;
    this.directory = directory;
    this.hash = hash;
    this.hashing = hashing;
    this.clock = clock;
  }

  /** Every user, by name. */
  public CompletionStage<List<UserAccount>> all() {
    return store
        .all()
        .thenApply(
            users -> users.stream().sorted(Comparator.comparing(UserAccount::name)).toList());
  }

  /** Adds a user; from then on nobody gets in without a user, unless that is configured. */
  public CompletionStage<UserAccount> add(@Nullable String name, @Nullable String password) {
    return checked(
        () -> {
          String checkedName = CredentialRules.checkName(name);
          String checkedPassword = CredentialRules.checkPassword(password);
          return requireRoom()
              .thenCompose(room -> hashOf(checkedPassword))
              .thenApply(hashed -> UserAccount.made(checkedName, hashed, clock.millis()))
              .thenCompose(this::add);
        });
  }

  /** Gives a user another password. */
  public CompletionStage<@Nullable Void> changePassword(String name, @Nullable String password) {
    return Users.<@Nullable Void>checked(
        () -> {
          String checkedPassword = CredentialRules.checkPassword(password);
          return hashOf(checkedPassword)
              .thenCompose(hashed -> store.changePassword(name, hashed, clock.millis()))
              .thenCompose(isFound -> changed(name, isFound, "has a new password"));
        });
  }

  /** Removes a user. When it was the last one, the rule for a broker without users holds again. */
  public CompletionStage<@Nullable Void> remove(String name) {
    return store.remove(name).thenCompose(isFound -> changed(name, isFound, "was removed"));
  }

  private CompletionStage<UserAccount> add(UserAccount account) {
    return store
        .add(account)
        .thenCompose(
            isNew -> {
              if (!isNew) {
                throw new AdminException(
                    AdminException.Reason.EXISTS, "there is a user \"" + account.name() + "\"");
              }
              LOG.info("RWQ-0622 user {} was added", account.name());
              return directory.changed().thenApply(done -> account);
            });
  }

  private CompletionStage<@Nullable Void> changed(String name, boolean isFound, String what) {
    if (!isFound) {
      throw new AdminException(
          AdminException.Reason.NOT_FOUND, "there is no user \"" + name + "\"");
    }
    LOG.info("RWQ-0622 user {} {}", name, what);
    return directory.changed();
  }

  private CompletionStage<@Nullable Void> requireRoom() {
    return store
        .all()
        .thenApply(
            users -> {
              if (users.size() >= USERS_MAX) {
                throw new AdminException(
                    AdminException.Reason.FORBIDDEN,
                    "there are " + USERS_MAX + " users, which is the most that are allowed");
              }
              return null;
            });
  }

  private CompletionStage<String> hashOf(String password) {
    try {
      return CompletableFuture.supplyAsync(() -> hash.of(password), hashing::execute);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedStage(
          new AdminException(
              AdminException.Reason.BUSY, "too many logins at once; try again in a moment"));
    }
  }

  /** What the checks refuse becomes a stage that has failed. */
  private static <T extends @Nullable Object> CompletionStage<T> checked(
      Supplier<CompletionStage<T>> request) {
    try {
      return request.get();
    } catch (AdminException refused) {
      return CompletableFuture.failedStage(refused);
    }
  }
}
