// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.watch;

import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.LaterExecutor;
import io.rewindmq.shard.dispatch.ActiveGroup;
import io.rewindmq.shard.quota.BacklogMeter;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.ShardFigures;
import io.rewindmq.shard.state.ShardState;
import io.rewindmq.storage.MessageStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks over a shard's destinations and groups again and again, with a pause in between, and keeps
 * what the last walk found. Its beat also shows that the shard's loop turns.
 */
@AnyThread // what is read is volatile; everything else belongs to SHARD_LOOP
public final class ShardWatch {
  private static final long STEP_MILLIS = 1;

  private final ObjectWalk.Sources sources;
  private final ShardFigures counts;
  private volatile ObjectFigures figures = ObjectFigures.NONE;
  private volatile long beatNanos;
  private @Nullable ObjectWalk walk;

  /**
   * Looks at nothing before {@link #start}.
   *
   * @param active groups with consumers, by id
   */
  public ShardWatch(
      ShardState state,
      EventLog log,
      Map<Integer, ActiveGroup> active,
      BacklogMeter meter,
      MessageStore store) {
    this.sources = new ObjectWalk.Sources(state, log.traffic(), active, meter, store);
    this.counts = log.figures();
  }

  /** Begins, for good. On {@code SHARD_LOOP}, or before it runs. */
  public void start(WatchOptions options, LaterExecutor loop, Clock clock) {
    SlowConsumers slowConsumers = new SlowConsumers(options.slowConsumerMillis());
    beatNanos = clock.nanos();
    loop.executeLater(0, () -> beat(options, slowConsumers, loop, clock));
  }

  /** What the shard has done so far, watched or not. */
  public ShardFigures counts() {
    return counts;
  }

  /** What the last walk found. */
  public ObjectFigures figures() {
    return figures;
  }

  /** When the loop had a turn for the watch last; monotonic. */
  public long beatNanos() {
    return beatNanos;
  }

  private void beat(
      WatchOptions options, SlowConsumers slowConsumers, LaterExecutor loop, Clock clock) {
    beatNanos = clock.nanos();
    if (walk == null) {
      ObjectWalk begun =
          new ObjectWalk(sources, options, slowConsumers, clock.millis(), this::finished);
      walk = begun;
      step(begun, loop);
    }
    loop.executeLater(options.periodMillis(), () -> beat(options, slowConsumers, loop, clock));
  }

  private static void step(ObjectWalk begun, LaterExecutor loop) {
    if (begun.step()) {
      loop.executeLater(STEP_MILLIS, () -> step(begun, loop));
    }
  }

  private void finished(ObjectFigures found) {
    figures = found;
    walk = null;
  }
}
