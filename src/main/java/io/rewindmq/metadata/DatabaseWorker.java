// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.quarkus.runtime.ShutdownEvent;
import io.rewindmq.broker.catalog.CatalogException;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.Fill;
import io.rewindmq.platform.thread.RoleThread;
import io.rewindmq.platform.thread.ThreadRole;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does everything that is done with the database.
 *
 * <p><b>Order.</b> Requests take effect one after the other, in the order of the calls.
 * <b>Threads.</b> Call from any thread; all work and the completion of stages happen on one thread,
 * which is not the framework's: its executors bring the caller's context along, and what begins and
 * ends a CDI scope here would do so in the request that the caller is still working on.
 * <b>Bound.</b> At most {@link #WAITING_MAX} requests wait; one more fails at once. <b>Failure.</b>
 * When the database can't be reached, all requests that wait at that moment fail with the same
 * {@link CatalogException}, so that an outage costs one time-out and not one each; the next request
 * tries again.
 */
@ApplicationScoped
@AnyThread
class DatabaseWorker {
  static final int WAITING_MAX = 1024;

  private static final int LAST = Integer.MAX_VALUE;
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseWorker.class);

  private final Schema schema;
  private final RoleThread worker;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong outageUpTo = new AtomicLong();
  private volatile @Nullable CatalogException outage;
  private volatile boolean isStopping;

  @Inject
  DatabaseWorker(Schema schema) {
    this.schema = schema;
    this.worker =
        new RoleThread(
            ThreadRole.ADMIN_WORKER,
            "rewindmq-database",
            WAITING_MAX,
            fault -> LOG.error("RWQ-0604 an error while the database was worked with", fault));
  }

  /** After the broker has stopped: lets what runs come to its end, and begins nothing more. */
  void stop(@Observes @Priority(LAST) ShutdownEvent event) {
    isStopping = true;
    worker.close();
  }

  /** Why the database could not be reached, if the last request found that; else empty. */
  Optional<String> outage() {
    return Optional.ofNullable(outage).map(CatalogException::getMessage);
  }

  /** Requests that wait, and how many may. */
  Fill requests() {
    return new Fill(open.get(), WAITING_MAX);
  }

  /**
   * Queues work; the tables are those of this version when it runs.
   *
   * @param what follows "can't" in a failure
   */
  <T extends @Nullable Object> CompletionStage<T> submit(String what, Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    long number = requests.incrementAndGet();
    try {
      open.incrementAndGet();
      worker.execute(() -> perform(number, what, work, answer));
    } catch (RejectedExecutionException e) {
      open.decrementAndGet();
      answer.completeExceptionally(
          new CatalogException(
              isStopping
                  ? "the server is stopping"
                  : "can't " + what + ": " + WAITING_MAX + " requests wait for the database",
              e));
    }
    return answer;
  }

  private <T extends @Nullable Object> void perform(
      long number, String what, Supplier<T> work, CompletableFuture<T> answer) {
    open.decrementAndGet();
    if (isStopping) {
      answer.completeExceptionally(new CatalogException("the server is stopping", null));
      return;
    }
    CatalogException known = outage;
    if (known != null && number <= outageUpTo.get()) {
      answer.completeExceptionally(known);
      return;
    }
    T result;
    try {
      schema.bringUpToDate();
      result = work.get();
    } catch (RuntimeException e) {
      answer.completeExceptionally(failure(what, e));
      return;
    }
    outage = null;
    answer.complete(result);
  }

  private CatalogException failure(String what, RuntimeException cause) {
    if (!DatabaseFailure.isOutage(cause)) {
      return new CatalogException(
          "the database refused to " + what + ": " + DatabaseFailure.text(cause), cause);
    }
    CatalogException failure =
        new CatalogException(
            "the database can't be reached: " + DatabaseFailure.text(cause), cause);
    outageUpTo.set(requests.get());
    outage = failure;
    return failure;
  }
}
