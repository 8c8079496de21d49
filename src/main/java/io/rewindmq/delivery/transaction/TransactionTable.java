// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.transaction;

import io.rewindmq.delivery.ProducerId;
import io.rewindmq.delivery.TransactionId;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open transactions that have staged messages, at most one for each producer. Positions only:
 * the messages are in the journal. Pure; changed only by entries.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class TransactionTable {
  private final Map<ProducerId, StagedTransaction> open = new LinkedHashMap<>();

  public int size() {
    return open.size();
  }

  /** The producer's open transaction; null if it has none. */
  public @Nullable StagedTransaction of(ProducerId producer) {
    return open.get(producer);
  }

  public StagedTransaction existing(TransactionId id) {
    StagedTransaction staged = get(id);
    if (staged == null) {
      throw new IllegalStateException("nothing is staged of " + id);
    }
    return staged;
  }

  public @Nullable StagedTransaction get(TransactionId id) {
    StagedTransaction transaction = open.get(id.producer());
    return transaction != null && transaction.id().number() == id.number() ? transaction : null;
  }

  public Collection<StagedTransaction> all() {
    return Collections.unmodifiableCollection(open.values());
  }

  /** Adds a run, or says where it was copied to. */
  public void stage(TransactionId id, StagedRun run) {
    StagedTransaction transaction = get(id);
    if (transaction == null) {
      transaction = new StagedTransaction(id);
      open.put(id.producer(), transaction);
    }
    transaction.put(run);
  }

  /** Committed or rolled back. */
  public void end(TransactionId id) {
    if (get(id) != null) {
      open.remove(id.producer());
    }
  }

  public void clear() {
    open.clear();
  }
}
