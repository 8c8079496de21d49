// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.audit.AuditEntry;
import io.rewindmq.broker.audit.AuditQuery;
import io.rewindmq.broker.audit.AuditStore;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The audit in the database; see {@link DatabaseWorker} for order, bound and failures. */
@ApplicationScoped
@AnyThread // by the worker
class DatabaseAudit implements AuditStore {
  private final DatabaseWorker worker;
  private final AuditRows rows;

  @Inject
  DatabaseAudit(DatabaseWorker worker, AuditRows rows) {
    this.worker = worker;
    this.rows = rows;
  }

  @Override
  public CompletionStage<@Nullable Void> add(List<AuditEntry> entries) {
    return worker.<@Nullable Void>submit(
        "write the audit",
        () -> {
          boolean _ = rows.add(entries);
          return null;
        });
  }

  @Override
  public CompletionStage<List<AuditEntry>> page(AuditQuery query) {
    return worker.submit("read the audit", () -> rows.page(query));
  }
}
