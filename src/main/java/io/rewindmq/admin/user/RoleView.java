// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.user;

import io.rewindmq.admin.request.JsonFields;
import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.broker.permission.NamePattern;
import io.rewindmq.broker.permission.Permission;
import io.rewindmq.broker.permission.Role;
import io.rewindmq.broker.permission.Verb;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One role, as it is shown and said.
 *
 * @param builtIn can't be changed
 */
record RoleView(
    String name, boolean builtIn, List<String> rights, List<PermissionView> permissions) {
  static final List<String> FIELDS = List.of("rights", "permissions");
  private static final List<String> PERMISSION_FIELDS = List.of("verbs", "kind", "pattern");

  RoleView {
    rights = List.copyOf(rights);
    permissions = List.copyOf(permissions);
  }

  /** One permission. */
  record PermissionView(List<String> verbs, String kind, String pattern) {
    PermissionView {
      verbs = List.copyOf(verbs);
    }
  }

  static RoleView of(Role role) {
    return new RoleView(
        role.name(),
        Role.builtIn(role.name()).isPresent(),
        role.rights().stream().sorted().map(BrokerRight::text).toList(),
        role.permissions().stream()
            .map(
                one ->
                    new PermissionView(
                        one.verbs().stream().map(Verb::text).toList(),
                        one.kind().text(),
                        one.pattern().text()))
            .toList());
  }

  /**
   * What a body says.
   *
   * @throws io.rewindmq.admin.request.ProblemException 400: it says no role
   */
  static Role role(String name, JsonFields fields) {
    try {
      return new Role(
          name,
          fields.texts("rights").stream().map(BrokerRight::ofText).collect(Collectors.toSet()),
          fields.objects("permissions", PERMISSION_FIELDS).stream()
              .map(RoleView::permission)
              .toList());
    } catch (IllegalArgumentException e) {
      throw JsonFields.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static Permission permission(JsonFields fields) {
    String kind = fields.text("kind");
    return new Permission(
        fields.texts("verbs").stream().map(Verb::ofText).collect(Collectors.toSet()),
        kind == null ? Permission.Scope.ANY : Permission.Scope.ofText(kind),
        new NamePattern(fields.requiredText("pattern")));
  }
}
