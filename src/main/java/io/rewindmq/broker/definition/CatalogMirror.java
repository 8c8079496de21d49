// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.broker.catalog.Catalog;
import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.CatalogReconciliation;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.shard.DestinationSpec;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the catalog from the shard's loop: one change at a time, in the order they were asked
 * for, so that a definition deleted and made again ends up there.
 *
 * <p>Before the first change the catalog is made equal to what the journal says. If that fails, it
 * is tried again before the next change.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class CatalogMirror {
  private static final int WAITING_MAX = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(CatalogMirror.class);

  private final Catalog catalog;
  private final RoleExecutor loop;
  private final Supplier<CatalogContent> truth;
  private final Queue<Change> waiting = new ArrayDeque<>();
  private boolean isBusy;
  private boolean isReconciled;

  /**
   * Nothing is waiting yet.
   *
   * @param loop runs {@code SHARD_LOOP}; takes the catalog's answers, one at a time
   * @param truth what the journal says at the moment of the call
   */
  public CatalogMirror(Catalog catalog, RoleExecutor loop, Supplier<CatalogContent> truth) {
    this.catalog = catalog;
    this.loop = loop;
    this.truth = truth;
  }

  /** Makes the catalog equal to the journal, in the background. */
  public void reconcile() {
    if (!isBusy) {
      isBusy = true;
      startReconciliation();
    }
  }

  /**
   * Makes one change.
   *
   * @param action starts it; called on the loop
   * @param answer UNAVAILABLE when the catalog fails or too many changes wait
   */
  public void change(
      Function<Catalog, CompletionStage<@Nullable Void>> action, Answer<@Nullable Void> answer) {
    if (waiting.size() >= WAITING_MAX) {
      answer.refused(ErrorCode.UNAVAILABLE, WAITING_MAX + " changes of the catalog wait already");
      return;
    }
    waiting.add(new Change(action, answer));
    if (!isBusy) {
      isBusy = true;
      if (isReconciled) {
        startNext();
      } else {
        startReconciliation();
      }
    }
  }

  /**
   * Writes what the journal has already of a destination. If the catalog fails it is compared with
   * the journal again before the next change.
   */
  public void note(DestinationSpec spec) {
    follow(catalog -> catalog.createDestination(JournalTruth.definition(spec)));
  }

  /** The same for any change that the journal has already. */
  public void follow(Function<Catalog, CompletionStage<@Nullable Void>> action) {
    change(
        action,
        new Answer<>() {
          @Override
          public void given(@Nullable Void nothing) {}

          @Override
          public void refused(ErrorCode code, String text) {
            isReconciled = false;
          }
        });
  }

  private void startReconciliation() {
    CatalogReconciliation.reconcile(catalog, truth.get())
        .whenComplete((changes, failure) -> loop.execute(() -> reconciled(changes, failure)));
  }

  private void reconciled(@Nullable Integer changes, @Nullable Throwable failure) {
    if (failure == null) {
      isReconciled = true;
      LOG.debug("the catalog equals the journal after {} changes", changes);
    } else {
      LOG.warn(
          "RWQ-0603 the catalog could not be compared with the journal; it is tried again before"
              + " the next change: {}",
          failure.getMessage());
    }
    startNext();
  }

  private void startNext() {
    Change next = waiting.poll();
    if (next == null) {
      isBusy = false;
      return;
    }
    next.action()
        .apply(catalog)
        .whenComplete((nothing, failure) -> loop.execute(() -> finished(next.answer(), failure)));
  }

  private void finished(Answer<@Nullable Void> answer, @Nullable Throwable failure) {
    if (failure == null) {
      answer.given(null);
    } else {
      LOG.warn("RWQ-0601 the catalog could not be changed: {}", failure.getMessage());
      answer.refused(
          ErrorCode.UNAVAILABLE, "the catalog could not be changed: " + failure.getMessage());
    }
    startNext();
  }

  private record Change(
      Function<Catalog, CompletionStage<@Nullable Void>> action, Answer<@Nullable Void> answer) {}
}
