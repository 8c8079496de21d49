// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.permission.NamePattern;
import io.rewindmq.broker.permission.Permission;
import io.rewindmq.broker.permission.Verb;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Arrays;
import java.util.stream.Collectors;

/** One permission of a role: verbs between commas, kind and pattern as people write them. */
@Embeddable
class PermissionColumns {
  @Column(nullable = false, length = 100)
  private String verbs = "";

  @Column(nullable = false, length = 16)
  private String kind = "";

  @Column(nullable = false, length = NamePattern.CHARS_MAX)
  private String pattern = "";

  /** For Hibernate. */
  protected PermissionColumns() {}

  static PermissionColumns of(Permission permission) {
    PermissionColumns columns = new PermissionColumns();
    columns.verbs = permission.verbs().stream().map(Verb::text).collect(Collectors.joining(","));
    columns.kind = permission.kind().text();
    columns.pattern = permission.pattern().text();
    return columns;
  }

  /**
   * What the columns say.
   *
   * @throws IllegalArgumentException there is no such permission: somebody else wrote it
   */
  Permission permission() {
    return new Permission(
        Arrays.stream(verbs.split(",", -1)).map(Verb::ofText).collect(Collectors.toSet()),
        Permission.Scope.ofText(kind),
        new NamePattern(pattern));
  }
}
