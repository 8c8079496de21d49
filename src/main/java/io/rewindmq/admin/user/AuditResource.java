// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.user;

import io.rewindmq.admin.access.Action;
import io.rewindmq.admin.request.QueryNumber;
import io.rewindmq.broker.audit.AuditEntry;
import io.rewindmq.broker.audit.AuditQuery;
import io.rewindmq.broker.audit.AuditTrail;
import io.rewindmq.broker.permission.BrokerRight;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What administrators have done, or tried to do. */
@Path("/api/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
class AuditResource {
  private static final int LIMIT = 100;

  private final AuditTrail trail;
  private final ManagedExecutor workers;

  @Inject
  AuditResource(AuditTrail trail, ManagedExecutor workers) {
    this.trail = trail;
    this.workers = workers;
  }

  /** One entry; time in UTC. */
  record EntryView(
      long id,
      String time,
      String user,
      String address,
      String verb,
      String object,
      String outcome,
      String details) {
    static EntryView of(AuditEntry entry) {
      return new EntryView(
          entry.id(),
          Instant.ofEpochMilli(entry.atMillis()).toString(),
          entry.user(),
          entry.address(),
          entry.verb(),
          entry.object(),
          entry.outcome().text(),
          entry.details());
    }
  }

  /**
   * Some entries, the newest first.
   *
   * @param before what to ask for to get the next page; null = this is the last one
   */
  record Page(List<EntryView> entries, @Nullable Long before) {
    Page {
      entries = List.copyOf(entries);
    }
  }

  @GET
  @Action(value = "audit.list", anyOf = BrokerRight.MONITOR)
  public CompletionStage<Page> list(
      @RestQuery @Nullable String before,
      @RestQuery @Nullable String limit,
      @RestQuery @Nullable String user,
      @RestQuery @Nullable String object) {
    int atMost = (int) QueryNumber.parse("limit", limit, LIMIT, 1, AuditQuery.LIMIT_MAX);
    AuditQuery query =
        new AuditQuery(
            QueryNumber.parse("before", before, Long.MAX_VALUE, 1, Long.MAX_VALUE),
            atMost,
            user,
            object);
    return trail.page(query).thenApplyAsync(entries -> page(entries, atMost), workers);
  }

  private static Page page(List<AuditEntry> entries, int atMost) {
    boolean isFull = entries.size() == atMost;
    return new Page(
        entries.stream().map(EntryView::of).toList(),
        isFull ? entries.get(entries.size() - 1).id() : null);
  }
}
