// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.AdminException;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.RoleExecutor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What administrators do with users.
 *
 * <p><b>Effect.</b> A stage completes once the change is stored and every later login is judged by
 * it. Who is in already keeps a connection after a change of the password, has other rights within
 * a moment after a change of roles, and is put out when removed or disabled. <b>Failure.</b> With
 * {@link AdminException} when the request is refused, with {@link
 * io.rewindmq.broker.catalog.CatalogException} when the database can't be asked. <b>Always.</b> As
 * long as there are users, one of them can change users; two brokers that remove two administrators
 * at the same moment can break that, and the next start mends it ({@link FirstAdministrator}).
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
  private final boolean mustHaveUsers;

  Users(
      UserStore store,
      UserDirectory directory,
      PasswordHash hash,
      RoleExecutor hashing,
      Clock clock,
      boolean mustHaveUsers) {
    this.store = store;
    this.directory = directory;
    this.hash = hash;
    this.hashing = hashing;
    this.clock = clock;
    this.mustHaveUsers = mustHaveUsers;
  }

  /**
   * A user who is wanted.
   *
   * @param oneTime the password does for nothing but changing it
   */
  public record NewUser(
      @Nullable String name, @Nullable String password, boolean oneTime, Set<String> roles) {
    public NewUser {
      roles = Set.copyOf(roles);
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "new user " + name;
    }
  }

  /** Every user, by name. */
  public CompletionStage<List<UserAccount>> all() {
    return store
        .content()
        .thenApply(
            content ->
                content.users().stream().sorted(Comparator.comparing(UserAccount::name)).toList());
  }

  /** Adds a user; from then on nobody gets in without a user, unless that is configured. */
  public CompletionStage<UserAccount> add(NewUser wanted) {
    return checked(
        () -> {
          String name = CredentialRules.checkName(wanted.name());
          String password = CredentialRules.checkPassword(wanted.password());
          return store
              .content()
              .thenCompose(content -> hashFor(name, wanted.roles(), password, content))
              .thenApply(
                  hashed ->
                      UserAccount.made(
                          name, hashed, wanted.oneTime(), wanted.roles(), clock.millis()))
              .thenCompose(this::add);
        });
  }

  /**
   * Gives a user another password.
   *
   * @param oneTime it does for nothing but changing it
   */
  public CompletionStage<@Nullable Void> changePassword(
      String name, @Nullable String password, boolean oneTime) {
    return Users.<@Nullable Void>checked(
        () -> {
          String checkedPassword = CredentialRules.checkPassword(password);
          return store
              .content()
              .thenCompose(content -> requireAnother(name, checkedPassword, content))
              .thenCompose(other -> hashOf(checkedPassword))
              .thenCompose(hashed -> store.changePassword(name, hashed, oneTime, clock.millis()))
              .thenCompose(isFound -> changed(name, isFound, "has a new password"));
        });
  }

  /** Gives a user these roles and no others. */
  public CompletionStage<@Nullable Void> changeRoles(String name, Set<String> roles) {
    return store
        .content()
        .thenCompose(
            content -> {
              RoleRules.requireKnown(roles, new AccessSnapshot(content));
              requireAdministrator(
                  content,
                  name,
                  user ->
                      new UserAccount(
                          name,
                          user.passwordHash(),
                          user.enabled(),
                          user.oneTime(),
                          roles,
                          user.createdMillis(),
                          user.changedMillis()));
              return store.changeRoles(name, roles);
            })
        .thenCompose(isFound -> changed(name, isFound, "has other roles"));
  }

  /** Lets a user log in, or not; who is in is put out. */
  public CompletionStage<@Nullable Void> enable(String name, boolean enabled) {
    return store
        .content()
        .thenCompose(
            content -> {
              requireAdministrator(
                  content,
                  name,
                  user ->
                      new UserAccount(
                          name,
                          user.passwordHash(),
                          enabled,
                          user.oneTime(),
                          user.roles(),
                          user.createdMillis(),
                          clock.millis()));
              return store.enable(name, enabled, clock.millis());
            })
        .thenCompose(isFound -> changed(name, isFound, enabled ? "is enabled" : "is disabled"));
  }

  /** Removes a user. When it was the last one, the rule for a broker without users holds again. */
  public CompletionStage<@Nullable Void> remove(String name) {
    return store
        .content()
        .thenCompose(
            content -> {
              requireAdministrator(content, name, user -> null);
              return store.remove(name);
            })
        .thenCompose(isFound -> changed(name, isFound, "was removed"));
  }

  private CompletionStage<String> hashFor(
      String name, Set<String> roles, String password, AccessContent content) {
    AccessSnapshot known = new AccessSnapshot(content);
    RoleRules.requireKnown(roles, known);
    if (known.user(name) != null) {
      throw exists(name);
    }
    if (content.users().size() >= USERS_MAX) {
      throw new AdminException(
          AdminException.Reason.FORBIDDEN,
          "there are " + USERS_MAX + " users, which is the most that are allowed");
    }
    List<UserAccount> then = new ArrayList<>(content.users());
    then.add(UserAccount.made(name, "", false, roles, 0));
    RoleRules.requireAdministrator(new AccessContent(content.number(), then, content.roles()));
    return hashOf(password);
  }

  private CompletionStage<UserAccount> add(UserAccount account) {
    return store
        .add(account)
        .thenCompose(
            isNew -> {
              if (!isNew) {
                throw exists(account.name());
              }
              LOG.info("RWQ-0622 user {} was added", account.name());
              return directory.changed().thenApply(done -> account);
            });
  }

  private static AdminException exists(String name) {
    return new AdminException(AdminException.Reason.EXISTS, "there is a user \"" + name + "\"");
  }

  /**
   * Refuses a change of one user after which nobody could administer.
   *
   * @param change gives what becomes of the user; null = it goes
   */
  private void requireAdministrator(
      AccessContent content, String name, Function<UserAccount, @Nullable UserAccount> change) {
    List<UserAccount> then = new ArrayList<>();
    boolean isFound = false;
    for (UserAccount user : content.users()) {
      UserAccount changed = user;
      if (user.name().equals(name)) {
        isFound = true;
        changed = change.apply(user);
      }
      if (changed != null) {
        then.add(changed);
      }
    }
    if (!isFound) {
      throw missing(name);
    }
    if (then.isEmpty() && mustHaveUsers) {
      throw new AdminException(
          AdminException.Reason.FORBIDDEN,
          "the last user stays, since the broker listens to other machines");
    }
    RoleRules.requireAdministrator(new AccessContent(content.number(), then, content.roles()));
  }

  private CompletionStage<@Nullable Void> changed(String name, boolean isFound, String what) {
    if (!isFound) {
      throw missing(name);
    }
    LOG.info("RWQ-0622 user {} {}", name, what);
    return directory.changed();
  }

  private static AdminException missing(String name) {
    return new AdminException(AdminException.Reason.NOT_FOUND, "there is no user \"" + name + "\"");
  }

  /** A password that was given out for one use is not used again. */
  private CompletionStage<@Nullable Void> requireAnother(
      String name, String password, AccessContent content) {
    UserAccount user = new AccessSnapshot(content).user(name);
    if (user == null) {
      throw missing(name);
    }
    if (!user.oneTime()) {
      return CompletableFuture.completedStage(null);
    }
    return this.<@Nullable Void>hashed(
        () -> {
          if (hash.matches(password, user.passwordHash())) {
            throw new AdminException(
                AdminException.Reason.INVALID,
                "the new password must be another one than the one given out");
          }
          return null;
        });
  }

  private CompletionStage<String> hashOf(String password) {
    return hashed(() -> hash.of(password));
  }

  private <T extends @Nullable Object> CompletionStage<T> hashed(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, hashing::execute);
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
