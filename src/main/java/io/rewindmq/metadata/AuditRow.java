// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.audit.AuditEntry;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One entry of the audit, as the table {@code audit_entry} has it; never changed. */
@Entity
@Table(name = "audit_entry")
class AuditRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(name = "at", nullable = false, updatable = false)
  private Instant moment = Instant.EPOCH;

  @Column(name = "user_name", nullable = false, length = AuditEntry.USER_CHARS_MAX)
  private String who = "";

  @Column(nullable = false, length = AuditEntry.ADDRESS_CHARS_MAX)
  private String address = "";

  @Column(nullable = false, length = 64)
  private String verb = "";

  @Column(name = "object", nullable = false, length = AuditEntry.OBJECT_CHARS_MAX)
  private String subject = "";

  @Column(nullable = false, length = 16)
  private String outcome = "";

  @Column(nullable = false, length = AuditEntry.DETAILS_CHARS_MAX)
  private String details = "";

  /** For Hibernate. */
  protected AuditRow() {}

  AuditRow(AuditEntry entry) {
    this.moment = Instant.ofEpochMilli(entry.atMillis());
    this.who = entry.user();
    this.address = entry.address();
    this.verb = entry.verb();
    this.subject = entry.object();
    this.outcome = entry.outcome().text();
    this.details = entry.details();
  }

  long id() {
    return id == null ? 0 : id;
  }

  AuditEntry entry() {
    return new AuditEntry(
        id(),
        moment.toEpochMilli(),
        who,
        address,
        verb,
        subject,
        AuditEntry.Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
        details);
  }
}
