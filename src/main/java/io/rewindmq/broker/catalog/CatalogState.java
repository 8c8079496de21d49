// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.catalog;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.Fill;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How the database is. Nothing waits. */
@AnyThread
public interface CatalogState {
  /** Why the last request could not be done, for the database could not be reached; else empty. */
  Optional<String> outage();

  /** Asks the database something, so that {@link #outage()} is true of now. */
  CompletionStage<@Nullable Void> look();

  /** Requests that wait or are being done, and how many may. */
  Fill requests();
}
