// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.audit;

import io.rewindmq.platform.thread.AnyThread;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where the audit is kept. Order, threads and failures are those of {@link
 * io.rewindmq.broker.user.UserStore}.
 */
@AnyThread
public interface AuditStore {
  /** Adds entries; removes what is beyond the limits, now and then. */
  CompletionStage<@Nullable Void> add(List<AuditEntry> entries);

  /** Some entries, the newest first. */
  CompletionStage<List<AuditEntry>> page(AuditQuery query);
}
