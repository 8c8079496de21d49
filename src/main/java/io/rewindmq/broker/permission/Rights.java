// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.permission;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.platform.thread.AnyThread;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** All that somebody may do. Asking allocates nothing. */
@AnyThread // immutable
public final class Rights {
  private static final Rights EVERYTHING = of(List.of(Role.ADMIN));
  private static final Rights NOTHING = of(List.of());

  private final Permission[] permissions;
  private final Set<BrokerRight> rights;

  private Rights(Permission[] permissions, Set<BrokerRight> rights) {
    this.permissions = permissions;
    this.rights = rights;
  }

  public static Rights everything() {
    return EVERYTHING;
  }

  public static Rights nothing() {
    return NOTHING;
  }

  /** What one of the roles allows. */
  public static Rights of(Collection<Role> roles) {
    EnumSet<BrokerRight> rights = EnumSet.noneOf(BrokerRight.class);
    roles.forEach(role -> rights.addAll(role.rights()));
    Permission[] permissions =
        roles.stream()
            .flatMap(role -> role.permissions().stream())
            .distinct()
            .toArray(Permission[]::new);
    return new Rights(permissions, rights);
  }

  public boolean may(BrokerRight right) {
    return rights.contains(right);
  }

  /** Whether the verb is allowed on the lasting destination of that kind and name. */
  public boolean may(Verb verb, DestinationKind kind, String name) {
    for (Permission permission : permissions) {
      if (permission.verbs().contains(verb) && permission.concerns(kind, name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether any verb is allowed on the lasting destination of that kind and name. */
  public boolean mayAnything(DestinationKind kind, String name) {
    for (Permission permission : permissions) {
      if (permission.concerns(kind, name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether any verb is allowed on any destination: such users may have temporary ones, too. */
  public boolean mayUseDestinations() {
    return permissions.length > 0;
  }
}
