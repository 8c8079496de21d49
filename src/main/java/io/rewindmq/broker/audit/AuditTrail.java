// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.audit;

import io.rewindmq.platform.thread.AnyThread;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts entries on record without holding up what they are about.
 *
 * <p>An entry is handed to the store when the request is answered; nobody waits for it.
 * <b>Outage.</b> While the store can't be written, {@link #WAITING_MAX} entries wait for {@link
 * #retry}; one more, and what still waits at the end of the process, is written to the log in full
 * instead.
 */
@AnyThread // guarded by the lock
public final class AuditTrail {
  static final int WAITING_MAX = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  private final AuditStore store;
  private final Object lock = new Object();

  /** Guarded by the lock: what could not be stored yet, the oldest first. */
  private final Deque<AuditEntry> waiting = new ArrayDeque<>();

  public AuditTrail(AuditStore store) {
    this.store = store;
  }

  /** Puts an entry on record. Never waits, never fails. */
  public void note(AuditEntry entry) {
    write(List.of(entry));
  }

  /** Some entries, the newest first; those noted before are among them if they could be stored. */
  public CompletionStage<List<AuditEntry>> page(AuditQuery query) {
    return store.page(query);
  }

  /** Tries again what could not be stored. To be called every few seconds. */
  public void retry() {
    List<AuditEntry> entries;
    synchronized (lock) {
      entries = new ArrayList<>(waiting);
      waiting.clear();
    }
    if (!entries.isEmpty()) {
      write(entries);
    }
  }

  /** The process ends: what is not stored goes to the log. */
  public void close() {
    synchronized (lock) {
      waiting.forEach(AuditTrail::toLog);
      waiting.clear();
    }
  }

  private void write(List<AuditEntry> entries) {
    store
        .add(entries)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                keep(entries, failure);
              }
            });
  }

  private void keep(List<AuditEntry> entries, Throwable failure) {
    boolean isFirst;
    synchronized (lock) {
      isFirst = waiting.isEmpty();
      for (AuditEntry entry : entries) {
        if (waiting.size() < WAITING_MAX) {
          waiting.add(entry);
        } else {
          toLog(entry);
        }
      }
    }
    if (isFirst) {
      LOG.warn(
          "RWQ-0630 the audit can't be written; up to {} entries wait: {}",
          WAITING_MAX,
          String.valueOf(failure.getMessage()));
    }
  }

  private static void toLog(AuditEntry entry) {
    LOG.warn("RWQ-0631 not in the audit of the database: {}", entry);
  }
}
