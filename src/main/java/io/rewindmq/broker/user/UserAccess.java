// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.random.RandomSource;
import io.rewindmq.platform.thread.RoleExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Everything about users of one broker, put together.
 *
 * @param users for administrators
 * @param roles for administrators
 * @param desk for logins
 * @param directory what all share
 * @param first for the start
 */
public record UserAccess(
    Users users, Roles roles, LoginDesk desk, UserDirectory directory, FirstAdministrator first) {
  /**
   * Over a store.
   *
   * @param hashing bounded; threads of the role {@code ADMIN_WORKER}, where a task takes a tenth of
   *     a second
   * @param tokens null = none are taken
   */
  public static UserAccess over(
      UserStore store,
      PasswordHash hash,
      RoleExecutor hashing,
      Clock clock,
      RandomSource random,
      @Nullable TokenCheck tokens,
      LoginRules rules) {
    UserDirectory directory = new UserDirectory(store, clock);
    FailedLogins failedLogins = new FailedLogins(clock);
    PasswordChecks checks = new PasswordChecks(hash, hashing, failedLogins, new Seal(random));
    return new UserAccess(
        new Users(store, directory, hash, hashing, clock, rules.mustHaveUsers()),
        new Roles(store, directory),
        new LoginDesk(
            directory, checks, failedLogins, tokens, new Standings(directory, clock), rules),
        directory,
        new FirstAdministrator(store, directory, hash, hashing, clock, random));
  }
}
