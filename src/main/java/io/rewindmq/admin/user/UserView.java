// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.user;

import io.rewindmq.broker.user.UserAccount;
import java.time.Instant;
import java.util.List;

/**
 * One user, without the password's hash.
 *
 * @param enabled false = may not log in
 * @param oneTime the password was given out for one use and must be changed first
 * @param created in UTC
 * @param changed when the password or a flag was changed last, in UTC
 */
record UserView(
    String name,
    boolean enabled,
    boolean oneTime,
    List<String> roles,
    String created,
    String changed) {
  UserView {
    roles = List.copyOf(roles);
  }

  static UserView of(UserAccount account) {
    return new UserView(
        account.name(),
        account.enabled(),
        account.oneTime(),
        account.roles().stream().sorted().toList(),
        Instant.ofEpochMilli(account.createdMillis()).toString(),
        Instant.ofEpochMilli(account.changedMillis()).toString());
  }
}
