// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.broker.permission.Rights;
import io.rewindmq.broker.permission.Role;
import io.rewindmq.platform.thread.AnyThread;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Users and roles by name, as they were when they were read. */
@AnyThread // immutable
final class AccessSnapshot {
  private final long number;
  private final Map<String, UserAccount> users;
  private final Map<String, Role> roles;

  AccessSnapshot(AccessContent content) {
    this.number = content.number();
    this.users =
        content.users().stream().collect(Collectors.toMap(UserAccount::name, Function.identity()));
    // a built-in role goes before one that somebody wrote under its name
    this.roles =
        Stream.concat(Role.builtIn().stream(), content.roles().stream())
            .collect(Collectors.toMap(Role::name, Function.identity(), (first, second) -> first));
  }

  long number() {
    return number;
  }

  boolean hasUsers() {
    return !users.isEmpty();
  }

  @Nullable UserAccount user(String name) {
    return users.get(name);
  }

  @Nullable Role role(String name) {
    return roles.get(name);
  }

  /** What roles of these names allow; a name without a role allows nothing. */
  Rights rights(Collection<String> names) {
    return Rights.of(names.stream().map(roles::get).filter(Objects::nonNull).toList());
  }

  /** Whether the user may log in and change users and roles. */
  boolean isAdministrator(UserAccount user) {
    return user.enabled() && rights(user.roles()).may(BrokerRight.USERS);
  }
}
