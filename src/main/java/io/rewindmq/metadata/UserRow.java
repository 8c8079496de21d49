// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.user.UserAccount;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One user, as the table {@code broker_user} has it. */
@Entity
@Table(name = "broker_user")
class UserRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(nullable = false, length = 64, updatable = false)
  private String name = "";

  @Column(name = "password_hash", nullable = false)
  private String passwordHash = "";

  @Column(nullable = false)
  private boolean enabled;

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
    this.createdAt = Instant.ofEpochMilli(account.createdMillis());
    this.changedAt = Instant.ofEpochMilli(account.changedMillis());
  }

  void changePassword(String newPasswordHash, long nowMillis) {
    passwordHash = newPasswordHash;
    changedAt = Instant.ofEpochMilli(nowMillis);
  }

  UserAccount account() {
    return new UserAccount(
        name, passwordHash, enabled, createdAt.toEpochMilli(), changedAt.toEpochMilli());
  }
}
