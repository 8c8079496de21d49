// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.app.ShardEngine;
import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.ConnectionGate;
import io.rewindmq.broker.OriginStamp;
import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.broker.connection.Broker;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.Shard;
import io.rewindmq.shard.ShardLoop;
import io.rewindmq.testkit.InMemoryCatalog;
import io.rewindmq.testkit.SimClock;
import io.rewindmq.testkit.SimExecutors;
import org.jspecify.annotations.Nullable;

/**
 * The real broker from its connections down to its files, in one thread: nothing happens unless the
 * simulator steps. Only the sockets are missing.
 */
final class SimBroker {
  private static final int MAILBOX_TASKS_MAX = 64;

  private final ShardLoop loop;
  private final Runnable beforeTask;
  private final ShardEngine engine;
  private final Broker broker;
  private @Nullable Throwable fault;

  /**
   * Recovers what is on the disk.
   *
   * @param beforeTask runs before each task that {@link #offer} took
   */
  SimBroker(Disk disk, SimClock clock, SimExecutors threads, Runnable beforeTask) {
    this.beforeTask = beforeTask;
    this.loop =
        new ShardLoop(MAILBOX_TASKS_MAX, SimOptions.TASKS_PER_TURN_MAX, clock, this::failed);
    this.engine =
        ShardEngine.open(
            SimOptions.engine(),
            disk,
            new ShardEngine.Executors(
                threads.sometimesAtOnce(ThreadRole.JOURNAL_WRITER),
                threads.of(ThreadRole.HOUSEKEEPER, 8),
                threads.of(ThreadRole.LOG_READER, 8)),
            loop,
            this::damaged,
            new OriginStamp(1 << 17));
    this.broker =
        new Broker(
            SimOptions.broker(),
            engine.shard(),
            new BrokerPorts(
                new InMemoryCatalog(),
                loop,
                clock,
                Authenticator.everybody(),
                SelectorCompiler.standard()));
    loop.onTurnEnd(broker::turnEnded);
  }

  Shard shard() {
    return engine.shard();
  }

  ConnectionGate gate() {
    return broker;
  }

  /** Queues a task for the next turns; false = the mailbox is full. */
  boolean offer(Runnable task) {
    return loop.offer(
        () -> {
          beforeTask.run();
          task.run();
        });
  }

  /** One turn of the loop; returns whether there is more to do at once. */
  boolean turn() {
    return loop.turn();
  }

  /** Whether the journal holds what is not written yet, and goes on. */
  boolean isUnwritten() {
    return fault == null && engine.journal().unwrittenBytes() > 0;
  }

  /** Why it has stopped for good; null = it runs. */
  @Nullable Throwable fault() {
    return fault;
  }

  /** Ends all connections in good order. */
  void closeConnections() {
    loop.execute(() -> broker.closeAll("the broker stops"));
  }

  /** As the assembly does: clients are told to go. */
  void failed(Throwable why) {
    if (fault == null) {
      fault = why;
      closeConnections();
    }
  }

  private void damaged(Throwable damage) {
    throw new AssertionError("a stored message is damaged", damage);
  }
}
