// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.catalog.CatalogState;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.Fill;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the database is, as its worker knows it. */
@ApplicationScoped
@AnyThread // by the worker
class DatabaseState implements CatalogState {
  private final DatabaseWorker worker;
  private final ActiveSession sessions;

  @Inject
  DatabaseState(DatabaseWorker worker, ActiveSession sessions) {
    this.worker = worker;
    this.sessions = sessions;
  }

  @Override
  public Optional<String> outage() {
    return worker.outage();
  }

  @Override
  public CompletionStage<@Nullable Void> look() {
    Supplier<@Nullable Void> question =
        () ->
            OwnTransaction.<@Nullable Void>call(
                () -> {
                  Object _ =
                      sessions.get().createNativeQuery("select 1", Object.class).getSingleResult();
                  return null;
                });
    return worker.<@Nullable Void>submit("answer", question);
  }

  @Override
  public Fill requests() {
    return worker.requests();
  }
}
