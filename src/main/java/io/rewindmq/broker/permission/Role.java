// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.permission;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What those may do who have it. Whoever has several roles may do what one of them allows. */
public record Role(String name, Set<BrokerRight> rights, List<Permission> permissions) {
  /** May do everything. */
  public static final Role ADMIN =
      new Role("admin", EnumSet.allOf(BrokerRight.class), everything());

  /** Sees everything that administrators see, and changes nothing. */
  public static final Role MONITOR = new Role("monitor", Set.of(BrokerRight.MONITOR), List.of());

  /** Does everything with all destinations, and administers nothing else. */
  public static final Role MESSAGING = new Role("messaging", Set.of(), everything());

  /** What a role is called that decides about logins without a user, where it exists. */
  public static final String ANONYMOUS = "anonymous";

  private static final List<Role> BUILT_IN = List.of(ADMIN, MESSAGING, MONITOR);

  public Role {
    rights = Set.copyOf(rights);
    permissions = List.copyOf(permissions);
  }

  /** Roles that are always there and can't be changed. */
  public static List<Role> builtIn() {
    return BUILT_IN;
  }

  /** The built-in role of that name. */
  public static Optional<Role> builtIn(String name) {
    return BUILT_IN.stream().filter(role -> role.name().equals(name)).findFirst();
  }

  private static List<Permission> everything() {
    return List.of(
        new Permission(EnumSet.allOf(Verb.class), Permission.Scope.ANY, NamePattern.EVERYTHING));
  }
}
