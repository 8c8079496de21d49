// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.client;

import io.rewindmq.platform.thread.AnyThread;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What administrators may ask about connections. Threads, bound and failure are those of {@link
 * io.rewindmq.broker.AdminGateway}.
 */
@AnyThread
public interface ClientRoster {
  /** As {@link Clients#connections}. */
  CompletionStage<List<ConnectionSummary>> connections();

  /** As {@link Clients#connection}. */
  CompletionStage<Optional<ConnectionDetail>> connection(long connectionId);

  /** As {@link Clients#close}. */
  CompletionStage<Boolean> close(long connectionId, String why, boolean mayReturn);

  /** As {@link Clients#closeConsumer}. */
  CompletionStage<Boolean> closeConsumer(long connectionId, int consumer, String why);
}
