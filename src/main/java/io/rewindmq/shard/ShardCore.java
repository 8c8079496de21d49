// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.Rejection;
import io.rewindmq.journal.Journal;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.dispatch.ActiveGroup;
import io.rewindmq.shard.dispatch.DispatchEngine;
import io.rewindmq.shard.dispatch.MessageCopier;
import io.rewindmq.shard.dispatch.RunReader;
import io.rewindmq.shard.quota.Quotas;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.PendingOutcomes;
import io.rewindmq.shard.state.PendingVisibility;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.shard.watch.ShardWatch;
import io.rewindmq.storage.MessageStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the parts of a shard share. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class ShardCore {
  /** A message of so many bytes must find room where messages are taken. */
  private static final int PROBE_BYTES = 64 << 10;

  private final ShardOptions options;
  private final Journal journal;
  private final MessageStore store;
  private final ShardState state = new ShardState();
  private final EventLog log;
  private final PendingOutcomes outcomes = new PendingOutcomes();
  private final PendingVisibility visibility = new PendingVisibility();
  private final RunReader.JournalReads journalReads = new RunReader.JournalReads();
  private final DispatchEngine engine;
  private final Quotas quotas;
  private final Map<Integer, ActiveGroup> active = new HashMap<>();
  private final ShardWatch watch;
  private final List<Completion<@Nullable Void>> probes = new ArrayList<>(0);
  private long now;
  private boolean failed;

  ShardCore(
      ShardOptions options,
      Journal journal,
      MessageStore store,
      RunReader.Faults readFaults,
      MessageCopier copier) {
    this.options = options;
    this.journal = journal;
    this.store = store;
    this.log = new EventLog(journal, state);
    RunReader.Sources sources =
        new RunReader.Sources(journal, store, options.readAheadBytes(), journalReads, readFaults);
    this.engine =
        DispatchEngine.of(
            state,
            log,
            outcomes,
            visibility,
            sources,
            copier,
            options.destinations(),
            options.dispatch());
    this.quotas = new Quotas(store, engine.transfers());
    this.watch = new ShardWatch(state, log, active, quotas.meter(), store);
  }

  ShardOptions options() {
    return options;
  }

  Journal journal() {
    return journal;
  }

  MessageStore store() {
    return store;
  }

  ShardState state() {
    return state;
  }

  EventLog log() {
    return log;
  }

  PendingOutcomes outcomes() {
    return outcomes;
  }

  PendingVisibility visibility() {
    return visibility;
  }

  RunReader.JournalReads journalReads() {
    return journalReads;
  }

  DispatchEngine engine() {
    return engine;
  }

  Quotas quotas() {
    return quotas;
  }

  /** Groups with consumers, by id. */
  Map<Integer, ActiveGroup> active() {
    return active;
  }

  /** The turn's time, milliseconds since 1970; never goes back. */
  long now() {
    return now;
  }

  void advanceTo(long millis) {
    now = Math.max(now, millis);
    engine.timers().advanceTo(now);
  }

  /** How the journal is at the end of a turn. */
  void tellFigures() {
    log.figures().journal(journal.sizeBytes(), journal.unwrittenBytes(), journal.tailCacheBytes());
  }

  boolean isFailed() {
    return failed;
  }

  void fail() {
    failed = true;
  }

  /** Tells of messages that have become due or have rested; returns whether there were any. */
  boolean tellDue() {
    boolean isDue = state.due().tell(now);
    return engine.timers().run() || isDue;
  }

  /** When the next message becomes due, {@link Long#MAX_VALUE} if none is waited for. */
  long nextDueMillis() {
    return Math.min(state.due().nextMillis(), engine.timers().nextMillis());
  }

  /** Rejects if the shard has failed; returns whether it has. */
  boolean rejectedAsFailed(Completion<?> completion) {
    if (failed) {
      completion.rejected(Rejection.UNAVAILABLE, "the shard has stopped after a fault");
    }
    return failed;
  }

  ShardWatch watch() {
    return watch;
  }

  /** Completes once the journal's device has forced something after this call. */
  void probe(Completion<@Nullable Void> completion) {
    if (rejectedAsFailed(completion)) {
      return;
    }
    if (!log.hasRoomForMessages(PROBE_BYTES)) {
      completion.rejected(Rejection.DISK_FULL, "no room for another journal segment");
      return;
    }
    log.force();
    probes.add(completion);
  }

  /** The device has forced something. */
  void tellProbes() {
    if (!probes.isEmpty()) {
      for (Completion<@Nullable Void> probe : probes) {
        probe.completed(null); // hands over and returns, so none is added meanwhile
      }
      probes.clear();
    }
  }

  /** Completes once everything logged so far is durable. */
  <T extends @Nullable Object> void completeWhenDurable(Completion<T> completion, T value) {
    log.forceAll();
    outcomes.add(log.end(), () -> completion.completed(value));
  }
}
