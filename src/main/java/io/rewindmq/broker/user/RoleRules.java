// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.broker.permission.Role;
import java.util.Collection;

/** What roles may be, and which changes would leave nobody who can administer. */
final class RoleRules {
  static final int ROLES_MAX = 1_000;
  static final int PERMISSIONS_MAX = 200;
  static final int ROLES_OF_A_USER_MAX = 50;

  private RoleRules() {}

  /**
   * Refuses a role that can't be.
   *
   * @throws AdminException its name is none, is that of a built-in one, or it has too much
   */
  static void check(Role role) {
    if (!CredentialRules.isRoleName(role.name())) {
      throw invalid(
          "a role's name has 1 to "
              + CredentialRules.ROLE_NAME_CHARS_MAX
              + " characters: letters a to z and A to Z, digits, and . _ @ -");
    }
    if (role.permissions().size() > PERMISSIONS_MAX) {
      throw invalid(
          "a role has at most "
              + PERMISSIONS_MAX
              + " permissions, not "
              + role.permissions().size());
    }
    requireOwn(role.name());
  }

  static void requireOwn(String name) {
    if (Role.builtIn(name).isPresent()) {
      throw new AdminException(
          AdminException.Reason.FORBIDDEN,
          "role \"" + name + "\" is built in and can't be changed");
    }
  }

  /** Refuses names that are no roles: a mistyped one would silently allow nothing. */
  static void requireKnown(Collection<String> names, AccessSnapshot known) {
    if (names.size() > ROLES_OF_A_USER_MAX) {
      throw invalid("a user has at most " + ROLES_OF_A_USER_MAX + " roles, not " + names.size());
    }
    for (String name : names) {
      if (known.role(name) == null) {
        throw new AdminException(
            AdminException.Reason.NOT_FOUND,
            "there is no role \""
                + name
                + "\"; built in are admin, messaging and monitor, others are made with"
                + " \"rewind role set\"");
      }
    }
  }

  /** Refuses a change after which users exist and none of them could change users. */
  static void requireAdministrator(AccessContent after) {
    AccessSnapshot then = new AccessSnapshot(after);
    if (then.hasUsers() && after.users().stream().noneMatch(then::isAdministrator)) {
      throw new AdminException(
          AdminException.Reason.FORBIDDEN,
          "nobody could administer the broker then: as soon as there are users, one of them must"
              + " have the role admin (or another one with the right "
              + BrokerRight.USERS.text()
              + ")");
    }
  }

  private static AdminException invalid(String text) {
    return new AdminException(AdminException.Reason.INVALID, text);
  }
}
