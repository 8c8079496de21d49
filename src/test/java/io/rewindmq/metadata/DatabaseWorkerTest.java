// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whose context the database is worked with in. */
@QuarkusTest
class DatabaseWorkerTest {
  @Inject DatabaseWorker worker;
  @Inject Vertx vertx;

  /** Its transactions ended the CDI scope of a request, which then was answered with 500. */
  @Test
  void worksApartFromTheRequestThatAsks() {
    ContextInternal request = ((ContextInternal) vertx.getOrCreateContext()).duplicate();
    CompletableFuture<Optional<Context>> seen = new CompletableFuture<>();
    request.runOnContext(
        nothing ->
            worker
                .submit("look", () -> Optional.ofNullable(Vertx.currentContext()))
                .whenComplete(
                    (context, failure) -> {
                      if (failure == null) {
                        seen.complete(context);
                      } else {
                        seen.completeExceptionally(failure);
                      }
                    }));

    assertThat(seen.orTimeout(30, TimeUnit.SECONDS).join())
        .isNotEqualTo(Optional.of((Context) request));
  }
}
