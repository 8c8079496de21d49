// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.random.RandomSource;
import io.rewindmq.platform.thread.RoleExecutor;

/**
 * Everything about users of one broker, put together.
 *
 * @param users for administrators
 * @param desk for logins
 * @param directory what both share
 */
public record UserAccess(Users users, LoginDesk desk, UserDirectory directory) {
  /**
   * Over a store.
   *
   * @param hashing bounded; threads of the role {@code ADMIN_WORKER}, where a task takes a tenth of
   *     a second
   * @param isAnonymousAllowed whether a login without user is taken although users exist
   */
  public static UserAccess over(
      UserStore store,
      PasswordHash hash,
      RoleExecutor hashing,
      Clock clock,
      RandomSource random,
      boolean isAnonymousAllowed) {
    UserDirectory directory = new UserDirectory(store, clock);
    FailedLogins failedLogins = new FailedLogins(clock);
    PasswordChecks checks = new PasswordChecks(hash, hashing, failedLogins, new Seal(random));
    return new UserAccess(
        new Users(store, directory, hash, hashing, clock),
        new LoginDesk(directory, checks, failedLogins, isAnonymousAllowed),
        directory);
  }
}
