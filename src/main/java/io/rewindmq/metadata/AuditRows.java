// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.audit.AuditEntry;
import io.rewindmq.broker.audit.AuditLimits;
import io.rewindmq.broker.audit.AuditQuery;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** Reads and writes the rows of the audit, each call in an {@link OwnTransaction}. */
@ApplicationScoped
@OwnedBy(ThreadRole.ADMIN_WORKER)
class AuditRows {
  /** Rows are removed with every so many that are added, and with the first of the process. */
  private static final int ADDED_PER_CLEANING = 100;

  private final ActiveSession sessions;
  private final Clock clock;
  private final AuditLimits limits;
  private int addedSinceCleaning = ADDED_PER_CLEANING;

  @Inject
  AuditRows(ActiveSession sessions, Clock clock, AuditLimits limits) {
    this.sessions = sessions;
    this.clock = clock;
    this.limits = limits;
  }

  boolean add(List<AuditEntry> entries) {
    addedSinceCleaning += entries.size();
    boolean cleans = addedSinceCleaning >= ADDED_PER_CLEANING;
    boolean done =
        OwnTransaction.call(
            () -> {
              long last = 0;
              for (AuditEntry entry : entries) {
                AuditRow row = new AuditRow(entry);
                sessions.get().persist(row);
                last = row.id();
              }
              if (cleans) {
                removeBeyond(last);
              }
              return true;
            });
    addedSinceCleaning = cleans ? 0 : addedSinceCleaning;
    return done;
  }

  List<AuditEntry> page(AuditQuery query) {
    String where =
        "from AuditRow where id < :before"
            + (query.user() == null ? "" : " and who = :who")
            + (query.object() == null ? "" : " and subject = :subject")
            + " order by id desc";
    return OwnTransaction.call(
        () -> {
          var selection =
              sessions
                  .get()
                  .createSelectionQuery(where, AuditRow.class)
                  .setParameter("before", query.beforeId())
                  .setMaxResults(query.limit());
          if (query.user() != null) {
            selection.setParameter("who", query.user());
          }
          if (query.object() != null) {
            selection.setParameter("subject", query.object());
          }
          return selection.getResultList().stream().map(AuditRow::entry).toList();
        });
  }

  private void removeBeyond(long lastId) {
    int _ =
        sessions
            .get()
            .createMutationQuery("delete from AuditRow where id <= :last or moment < :oldest")
            .setParameter("last", lastId - limits.rowsMax())
            .setParameter("oldest", Instant.ofEpochMilli(clock.millis() - limits.ageMillisMax()))
            .executeUpdate();
  }
}
