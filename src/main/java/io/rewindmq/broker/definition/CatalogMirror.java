// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.broker.catalog.Catalog;
import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.CatalogReconciliation;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.broker.catalog.SubscriptionDefinition;
import io.rewindmq.platform.thread.LaterExecutor;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.GroupSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the catalog from the shard's loop: one change at a time, in the order they were asked
 * for, so that a definition deleted and made again ends up there.
 *
 * <p>Definitions that the journal has already are noted and written together when no more have come
 * for a moment, or after 5 s, for an application may make a thousand queues in a second. Before the
 * first change the catalog is made equal to what the journal says. If that or a note fails, it is
 * tried again before the next change.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class CatalogMirror {
  /** How long notes wait for more; again and again while more come. */
  static final long NOTE_MILLIS = 100;

  private static final int PAUSES_MAX = 50;

  private static final int WAITING_MAX = 10_000;
  private static final int NOTES_MAX = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(CatalogMirror.class);

  private final Catalog catalog;
  private final LaterExecutor loop;
  private final Supplier<CatalogContent> truth;
  private final Deque<Change> waiting = new ArrayDeque<>();

  /** The catalog works, or {@link #isPausing}. */
  private boolean isBusy;

  private boolean isPausing;
  private int pauses;
  private int notedBefore;
  private boolean isReconciled;

  /** What is asked of the catalog in one go. */
  private sealed interface Change {
    CompletionStage<@Nullable Void> start(Catalog catalog);

    Answer<@Nullable Void> answer();
  }

  private record Request(
      Function<Catalog, CompletionStage<@Nullable Void>> action, Answer<@Nullable Void> answer)
      implements Change {
    @Override
    public CompletionStage<@Nullable Void> start(Catalog catalog) {
      return action.apply(catalog);
    }
  }

  private record Notes(
      List<DestinationDefinition> destinations,
      List<SubscriptionDefinition> subscriptions,
      Answer<@Nullable Void> answer)
      implements Change {
    int size() {
      return destinations.size() + subscriptions.size();
    }

    boolean isFull() {
      return size() >= NOTES_MAX;
    }

    @Override
    public CompletionStage<@Nullable Void> start(Catalog catalog) {
      return catalog.write(new CatalogContent(destinations, subscriptions));
    }
  }

  /**
   * Nothing is waiting yet.
   *
   * @param loop takes the catalog's answers, one at a time
   * @param truth what the journal says at the moment of the call
   */
  public CatalogMirror(Catalog catalog, LaterExecutor loop, Supplier<CatalogContent> truth) {
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
    waiting.add(new Request(action, answer));
    if (!isBusy) {
      isBusy = true;
      begin();
    } else if (isPausing) {
      endPause();
    }
  }

  /** Writes soon what the journal has already of a destination. */
  public void note(DestinationSpec spec) {
    note(notes -> notes.destinations().add(JournalTruth.definition(spec)));
  }

  /** Writes soon what the journal has already of a durable subscription. */
  public void note(GroupSpec group, DestinationSpec topic) {
    note(notes -> notes.subscriptions().add(JournalTruth.definition(group, topic)));
  }

  private void note(Consumer<Notes> definition) {
    if (waiting.peekLast() instanceof Notes last && !last.isFull()) {
      definition.accept(last);
      return;
    }
    if (waiting.size() >= WAITING_MAX) {
      isReconciled = false;
      return;
    }
    Notes notes = new Notes(new ArrayList<>(), new ArrayList<>(), unanswered());
    definition.accept(notes);
    waiting.add(notes);
    if (!isBusy) {
      isBusy = true;
      pause();
    }
  }

  /** Any change that the journal has already. */
  public void follow(Function<Catalog, CompletionStage<@Nullable Void>> action) {
    change(action, unanswered());
  }

  private Answer<@Nullable Void> unanswered() {
    return new Answer<>() {
      @Override
      public void given(@Nullable Void nothing) {}

      @Override
      public void refused(ErrorCode code, String text) {
        isReconciled = false;
      }
    };
  }

  private void pause() {
    isPausing = true;
    pauses = 0;
    notedBefore = noted();
    pauseOnce();
  }

  private void pauseOnce() {
    pauses++;
    loop.executeLater(NOTE_MILLIS, this::pauseIsOver);
  }

  private void pauseIsOver() {
    int noted = noted();
    if (isPausing && noted > notedBefore && noted < NOTES_MAX && pauses < PAUSES_MAX) {
      notedBefore = noted;
      pauseOnce();
    } else {
      endPause();
    }
  }

  private int noted() {
    return waiting.peek() instanceof Notes notes ? notes.size() : 0;
  }

  private void endPause() {
    if (isPausing) {
      isPausing = false;
      begin();
    }
  }

  private void begin() {
    if (isReconciled) {
      startNext();
    } else {
      startReconciliation();
    }
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
    next.start(catalog)
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
    if (waiting.size() == 1 && waiting.peek() instanceof Notes) {
      pause();
    } else {
      startNext();
    }
  }
}
