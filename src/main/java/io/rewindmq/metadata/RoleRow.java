// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.broker.permission.Role;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One role, as the table {@code broker_role} has it; the built-in ones are not there. */
@Entity
@Table(name = "broker_role")
class RoleRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(nullable = false, length = 64, updatable = false)
  private String name = "";

  /** Between commas. */
  @Column(nullable = false, length = 100)
  private String rights = "";

  @ElementCollection
  @CollectionTable(name = "role_permission", joinColumns = @JoinColumn(name = "role_id"))
  @OrderColumn(name = "ordinal")
  private List<PermissionColumns> permissions = new ArrayList<>();

  /** For Hibernate. */
  protected RoleRow() {}

  RoleRow(String name) {
    this.name = name;
  }

  /** Takes over everything but the name. */
  void describe(Role role) {
    rights =
        role.rights().stream().sorted().map(BrokerRight::text).collect(Collectors.joining(","));
    permissions.clear();
    role.permissions().forEach(one -> permissions.add(PermissionColumns.of(one)));
  }

  String name() {
    return name;
  }

  /**
   * What the row says.
   *
   * @throws IllegalArgumentException there is no such role: somebody else wrote it
   */
  Role role() {
    Set<BrokerRight> read =
        rights.isEmpty()
            ? Set.of()
            : Arrays.stream(rights.split(",", -1))
                .map(BrokerRight::ofText)
                .collect(Collectors.toSet());
    return new Role(name, read, permissions.stream().map(PermissionColumns::permission).toList());
  }
}
