// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.user.UserAccount;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One user, as the table {@code broker_user} has it. */
@Entity
@Table(name = "broker_user")
class UserRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(nullable = false, length = 190, updatable = false)
  private String name = "";

  @Column(name = "password_hash", nullable = false)
  private String passwordHash = "";

  @Column(nullable = false)
  private boolean enabled;

  @Column(name = "one_time", nullable = false)
  private boolean oneTime;

  @ElementCollection
  @CollectionTable(name = "user_role", joinColumns = @JoinColumn(name = "user_id"))
  @Column(name = "role_name", nullable = false, length = 64)
  private Set<String> roles = new HashSet<>();

  @Column(name = "created_at", nullable = false, updatable = false)
  private Instant createdAt = Instant.EPOCH;

  @Column(name = "changed_at", nullable = false)
  private Instant changedAt = Instant.EPOCH;

  /** For Hibernate. */
  protected UserRow() {}

  UserRow(UserAccount account) {
    this.name = account.name();
    this.passwordHash = account.passwordHash();
    this.enabled = account.enabled();
    this.oneTime = account.oneTime();
    this.roles = new HashSet<>(account.roles());
    this.createdAt = Instant.ofEpochMilli(account.createdMillis());
    this.changedAt = Instant.ofEpochMilli(account.changedMillis());
  }

  void changePassword(String newPasswordHash, boolean isOneTime, long nowMillis) {
    passwordHash = newPasswordHash;
    oneTime = isOneTime;
    changedAt = Instant.ofEpochMilli(nowMillis);
  }

  void changeRoles(Set<String> names) {
    roles.retainAll(names);
    roles.addAll(names);
  }

  void enable(boolean isEnabled, long nowMillis) {
    enabled = isEnabled;
    changedAt = Instant.ofEpochMilli(nowMillis);
  }

  UserAccount account() {
    return new UserAccount(
        name,
        passwordHash,
        enabled,
        oneTime,
        roles,
        createdAt.toEpochMilli(),
        changedAt.toEpochMilli());
  }
}
