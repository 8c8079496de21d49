// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.OriginStamp;
import io.rewindmq.copy.FolderCopy;
import io.rewindmq.log.LogOptions;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.disk.Disk;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.fault.FaultHandler;
import io.rewindmq.platform.thread.AdaptiveThread;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.Fill;
import io.rewindmq.platform.thread.RoleThread;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.Shard;
import io.rewindmq.shard.ShardLoop;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard with its files and threads. {@link #open}, then {@link #run}, at last {@link #close},
 * by one caller.
 */
@AnyThread // the loop's queue; the engine is touched on the loop's thread only
final class ShardThreads implements AutoCloseable {
  private static final int STOP_SECONDS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(ShardThreads.class);
  private static final int QUEUED_TASKS_MAX = 64 * 1024;

  /** Shorter than what handing over a batch and hearing of it costs on a busy machine. */
  private static final long QUICK_WRITE_NANOS = 500_000;

  private final AssemblyOptions options;
  private final Disk disk;
  private final Clock clock;
  private final FaultHandler damage;
  private final RoleThread writer;
  private final RoleThread housekeeper;
  private final RoleThread reader;
  private final LoopThread loopThread;
  private final ShardLoop loop;
  private @Nullable ShardEngine engine;
  private boolean isRunning;

  /**
   * Starts the threads.
   *
   * @param host a thread that the loop is to share; null = it gets its own
   * @param fatal hears what ends the shard, on any of them
   * @param damage hears of damaged messages; the shard goes on
   */
  ShardThreads(
      AssemblyOptions options,
      Disk disk,
      Clock clock,
      @Nullable ScheduledExecutorService host,
      FaultHandler fatal,
      FaultHandler damage) {
    this.clock = clock;
    this.options = options;
    this.disk = disk;
    this.damage = damage;
    this.writer = thread(ThreadRole.JOURNAL_WRITER, "rewind-journal", fatal);
    this.housekeeper = thread(ThreadRole.HOUSEKEEPER, "rewind-keeper", fatal);
    this.reader = thread(ThreadRole.LOG_READER, "rewind-reader", fatal);
    this.loopThread =
        host == null
            ? new OwnLoop(thread(ThreadRole.SHARD_LOOP, "rewind-shard", fatal))
            : new SharedLoop(host, fatal);
    this.loop =
        new ShardLoop(options.inboxTasksMax(), options.shard().tasksPerTurnMax(), clock, fatal);
  }

  ShardLoop loop() {
    return loop;
  }

  /** Tasks that wait for each thread, and how many may; any thread. */
  Map<String, Fill> fills() {
    return Map.of(
        "mailbox",
        loop.fill(),
        "journal_writer",
        writer.fill(),
        "housekeeper",
        housekeeper.fill(),
        "log_reader",
        reader.fill());
  }

  /**
   * Recovers the shard. Waits until that is done.
   *
   * @param next made of the shard, on its thread, before the loop runs
   */
  <T> T open(BiFunction<Shard, ShardLoop, T> next) {
    return onShardThread(() -> next.apply(openShard(), loop));
  }

  /**
   * Lets the loop turn until {@link #close}. Waits until the epoch is durable: nobody may hear of a
   * number that a power failure could let come twice.
   */
  void run() {
    isRunning = true;
    loopThread.begin(loop);
    awaitDurable();
  }

  /** Makes everything durable and ends the threads; waits for it. */
  @Override
  public void close() {
    awaitDurable();
    loop.stop();
    loopThread.end(this::closeFiles);
    reader.close();
    housekeeper.close();
    writer.close();
  }

  /** Acknowledgements that nobody waited for need not be on the device yet. */
  private void awaitDurable() {
    if (isRunning) {
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      loop.execute(() -> requireForce(done));
      boolean isDurable = done.completeOnTimeout(false, STOP_SECONDS, TimeUnit.SECONDS).join();
      if (!isDurable) {
        LOG.warn("RWQ-0803 the journal's last entries may not be on the device");
      }
    }
  }

  /**
   * The files as they are at a moment that is still to come, see {@link FolderCopy}. All that the
   * loop has taken so far is forced before, also what nobody waits for.
   */
  CompletableFuture<FolderCopy> copyFolder() {
    CompletableFuture<FolderCopy> answer = new CompletableFuture<>();
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    CompletableFuture<Void> _ = durable.thenAccept(isDurable -> copyFolder(isDurable, answer));
    loop.execute(() -> requireForce(durable));
    return answer;
  }

  private void copyFolder(boolean isDurable, CompletableFuture<FolderCopy> answer) {
    ShardEngine running = engine;
    if (running == null || !isDurable) {
      answer.completeExceptionally(new IllegalStateException("the shard does not run"));
      return;
    }
    try {
      housekeeper.execute(() -> takeCopy(running, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(new IllegalStateException("the shard is busy or stops", e));
    }
  }

  private void takeCopy(ShardEngine running, CompletableFuture<FolderCopy> answer) {
    FolderCopy taken;
    try {
      taken = FolderCopy.take(disk, running.journal());
    } catch (DiskFailedException | DiskFullException e) {
      answer.completeExceptionally(e);
      return;
    }
    if (!answer.complete(taken)) {
      taken.close(); // the caller did not wait
    }
  }

  private void requireForce(CompletableFuture<Boolean> done) {
    ShardEngine opened = engine;
    if (opened == null || opened.shard().isFailed()) {
      done.complete(false);
      return;
    }
    opened.journal().requireForce();
    completeWhenDurable(opened, opened.journal().openEnd(), done);
  }

  private void completeWhenDurable(
      ShardEngine running, long position, CompletableFuture<Boolean> done) {
    boolean isFailed = running.shard().isFailed();
    if (isFailed || running.journal().durablePosition() >= position) {
      done.complete(!isFailed);
    } else {
      loop.schedule(1, () -> completeWhenDurable(running, position, done));
    }
  }

  private <T> T onShardThread(Supplier<T> action) {
    try {
      return CompletableFuture.supplyAsync(action, loopThread::execute).join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  private Shard openShard() {
    ShardEngine opened =
        ShardEngine.open(
            new ShardEngine.Options(options.shard(), options.journal(), LogOptions.DEFAULT),
            disk,
            new ShardEngine.Executors(
                new AdaptiveThread(writer, clock::nanos, QUICK_WRITE_NANOS), housekeeper, reader),
            loop,
            damage,
            new OriginStamp(options.broker().frameBytesMax()));
    engine = opened;
    return opened.shard();
  }

  private void closeFiles() {
    if (engine != null) {
      engine.close();
    }
  }

  private static RoleThread thread(ThreadRole role, String name, FaultHandler fatal) {
    return new RoleThread(role, name, QUEUED_TASKS_MAX, fatal);
  }
}
