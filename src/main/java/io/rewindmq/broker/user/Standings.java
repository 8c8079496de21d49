// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.permission.Rights;
import io.rewindmq.broker.permission.Role;
import io.rewindmq.broker.permission.Standing;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How those stand who were let in, by the users and roles known last. A login does not count any
 * more when its user was removed, was disabled or got a one-time password, when its token has run
 * out, or when it was nobody's and users exist now.
 */
@AnyThread // immutable; the directory is safe
final class Standings {
  private final UserDirectory directory;
  private final Clock clock;

  Standings(UserDirectory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Of a user who gave the password. */
  Standing user(String name) {
    return () -> {
      AccessSnapshot now = directory.latest();
      UserAccount account = now == null ? null : now.user(name);
      return now == null || account == null || !account.enabled() || account.oneTime()
          ? null
          : now.rights(account.roles());
    };
  }

  /** Of whoever comes from this machine while no user exists. */
  Standing whileNobodyExists() {
    return () -> {
      AccessSnapshot now = directory.latest();
      return now == null || now.hasUsers() ? null : Rights.everything();
    };
  }

  /** Of a login without a user, where that is allowed: as the role for it says, if there is one. */
  Standing anonymous() {
    return () -> {
      AccessSnapshot now = directory.latest();
      if (now == null) {
        return Rights.nothing();
      }
      Role role = now.role(Role.ANONYMOUS);
      return Rights.of(List.of(role == null ? Role.MESSAGING : role));
    };
  }

  /** Of a token that names roles. */
  Standing token(Set<String> roles, long endsMillis) {
    Set<String> named = Set.copyOf(roles);
    return new Standing() {
      @Override
      public @Nullable Rights rights() {
        AccessSnapshot now = directory.latest();
        return now == null || clock.millis() >= endsMillis ? null : now.rights(named);
      }

      @Override
      public long endsMillis() {
        return endsMillis;
      }
    };
  }
}
