// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.broker.user.UserAccount;
import java.time.Instant;

/**
 * One user, without the password's hash.
 *
 * @param enabled false = may not log in
 * @param created in UTC
 * @param changed when the password was changed last, in UTC
 */
record UserView(String name, boolean enabled, String created, String changed) {
  static UserView of(UserAccount account) {
    return new UserView(
        account.name(),
        account.enabled(),
        Instant.ofEpochMilli(account.createdMillis()).toString(),
        Instant.ofEpochMilli(account.changedMillis()).toString());
  }
}
