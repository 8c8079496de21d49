// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.journal.JournalListener;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.fault.DiskFailedException;
import io.rewindmq.platform.fault.FaultHandler;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.Fill;
import io.rewindmq.platform.thread.GuestTurns;
import io.rewindmq.platform.thread.LaterExecutor;
import io.rewindmq.platform.thread.Mailbox;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.watch.LoopFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that a shard and the broker's connections live on.
 *
 * <p><b>A turn</b> takes reports and a bounded number of tasks, runs timers that are due, lets the
 * shard deliver and answer, hands the journal's batch to its writer, and runs the turn-end actions
 * (the connections' buffers are sent then). <b>Back-pressure.</b> While more is unwritten than the
 * journal's tail cache holds, no task is taken; reports, timers and deliveries go on. The mailbox
 * fills up, and whoever offers is told. <b>Failure.</b> What a turn throws goes to the fault
 * handler, and the shard stops for good; tasks still run, so that connections can be closed.
 * <b>Threads.</b> {@link #offer}, {@link #execute} and {@link #stop} from any thread, the rest on
 * {@code SHARD_LOOP} or before it starts.
 */
@AnyThread // queues in front; everything else belongs to SHARD_LOOP
public final class ShardLoop implements LaterExecutor, GuestTurns.Guest {
  private static final long IDLE_MILLIS_MAX = 60_000;
  private static final long NANOS_A_MILLI = 1_000_000;

  private final Mailbox mailbox;
  private final int tasksPerTurnMax;
  private final Clock clock;
  private final FaultHandler faults;

  /** From our own threads; bounded by what they can have under way. */
  private final Queue<Runnable> reports = new ConcurrentLinkedQueue<>();

  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final List<Runnable> turnEndActions = new ArrayList<>();
  private long timersMade;
  private @Nullable Shard shard;
  private volatile @Nullable GuestTurns guestTurns;
  private final LoopFigures figures = LoopFigures.empty();
  private BooleanSupplier gate = () -> true;
  private boolean isTurnEndDue;
  private volatile boolean stopping;

  /** A thing to be done later; may be cancelled. */
  public static final class Timer implements Comparable<Timer> {
    private final long dueNanos;
    private final long number;
    private @Nullable Runnable action;

    private Timer(long dueNanos, long number, Runnable action) {
      this.dueNanos = dueNanos;
      this.number = number;
      this.action = action;
    }

    /** It is not run any more. {@code SHARD_LOOP} only. */
    public void cancel() {
      action = null;
    }

    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(dueNanos - other.dueNanos, 0);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /**
   * @param mailboxTasksMax tasks that may wait before {@link #offer} says no
   */
  public ShardLoop(int mailboxTasksMax, int tasksPerTurnMax, Clock clock, FaultHandler faults) {
    this.mailbox = new Mailbox(mailboxTasksMax);
    this.tasksPerTurnMax = tasksPerTurnMax;
    this.clock = clock;
    this.faults = faults;
  }

  /**
   * Queues a task. Never waits.
   *
   * @return false = full, nothing was queued
   */
  public boolean offer(Runnable task) {
    return mailbox.offer(task);
  }

  /** Queues a report of one of our own threads: always taken, before tasks. */
  @Override
  public void execute(Runnable report) {
    reports.add(report);
    mailbox.wake();
  }

  /** How long turns and forces take; any thread. */
  public LoopFigures figures() {
    return figures;
  }

  /** Tasks that wait, and how many may; any thread. */
  public Fill fill() {
    return mailbox.fill();
  }

  /** What the journal is opened with. */
  public JournalListener journalListener() {
    return new JournalListener() {
      @Override
      public void completed(long endPosition, boolean forced) {
        Shard open = shard;
        if (open != null) {
          open.journalCompleted(forced);
        }
      }

      @Override
      public void failed(DiskFailedException failure) {
        fail(failure);
      }

      @Override
      public long nanos() {
        return clock.nanos();
      }

      @Override
      public void wrote(long bytes, long nanos, boolean forced) {
        if (bytes > 0) {
          figures.batches().record(bytes);
        }
        if (forced) {
          figures.forces().record(nanos);
        }
      }
    };
  }

  /** Called at the end of every turn in which something happened, after the journal's flush. */
  public void onTurnEnd(Runnable action) {
    turnEndActions.add(action);
  }

  /**
   * Lets tasks in, and turn-end actions be run, only while it says yes: a broker of a pair asks
   * whether it may serve. It is asked at the beginning of a turn and once more before what the turn
   * has made leaves. Reports and timers go on.
   */
  public void serveOnlyWhile(BooleanSupplier mayServe) {
    gate = mayServe;
  }

  /** Runs an action in a later turn, no earlier than after the delay. */
  public Timer schedule(long delayMillis, Runnable action) {
    Timer timer =
        new Timer(clock.nanos() + Math.max(0, delayMillis) * NANOS_A_MILLI, timersMade++, action);
    timers.add(timer);
    return timer;
  }

  @Override
  public long nanos() {
    return clock.nanos();
  }

  @Override
  public void executeLater(long delayMillis, Runnable task) {
    Timer _ = schedule(delayMillis, task);
  }

  /** Milliseconds since 1970. */
  long millis() {
    return clock.millis();
  }

  void attach(Shard opened) {
    shard = opened;
  }

  /** Runs turns on the calling thread until {@link #stop}. */
  public void run() {
    ThreadRole.SHARD_LOOP.bind();
    while (!stopping) {
      if (!turn() && !stopping) {
        long nanos = Math.min(idleNanos(), IDLE_MILLIS_MAX * NANOS_A_MILLI);
        if (isHeldUp()) {
          mailbox.awaitWake(nanos);
        } else {
          mailbox.await(nanos);
        }
      }
    }
  }

  /**
   * Turns on the thread of a host from now on until {@link #stop}; instead of {@link #run}. Does
   * not wait. The host's thread has the role.
   */
  public void runOn(ScheduledExecutorService host) {
    GuestTurns turns = new GuestTurns(host, this);
    guestTurns = turns;
    mailbox.ring(turns::wake);
    turns.wake();
  }

  /** Lets {@link #run} end after the present turn. */
  public void stop() {
    stopping = true;
    GuestTurns turns = guestTurns;
    if (turns != null) {
      turns.stop();
    }
    mailbox.wake();
  }

  /**
   * One turn.
   *
   * @return whether there is more to do at once
   */
  @Override
  public boolean turn() {
    boolean hasMore = false;
    long begun = clock.nanos();
    try {
      boolean hasWorked = runTasks();
      hasWorked |= runTimers();
      Shard open = shard;
      if (open != null && !open.isFailed()) {
        hasWorked |= open.turn(clock.millis(), begun, hasWorked);
        hasMore = open.hasWork();
      }
      isTurnEndDue |= hasWorked;
      if (isTurnEndDue && gate.getAsBoolean()) {
        isTurnEndDue = false;
        for (int i = 0; i < turnEndActions.size(); i++) {
          turnEndActions.get(i).run();
        }
      }
      if (hasWorked) {
        figures.turns().record(clock.nanos() - begun);
      }
    } catch (Throwable e) {
      fail(e);
    }
    return hasMore || (!mailbox.isEmpty() && !isHeldUp()) || !reports.isEmpty();
  }

  /** How long nothing is to be done unless a task comes. */
  @Override
  public long idleNanos() {
    long idle = IDLE_MILLIS_MAX * NANOS_A_MILLI;
    Timer next = timers.peek();
    if (next != null) {
      idle = Math.min(idle, next.dueNanos - clock.nanos());
    }
    Shard open = shard;
    if (open != null && !open.isFailed()) {
      long due = open.nextDueMillis() - clock.millis();
      idle = Math.min(idle, Math.min(due, IDLE_MILLIS_MAX) * NANOS_A_MILLI);
      idle = Math.min(idle, open.idleNanos(clock.nanos()));
    }
    return Math.max(0, idle);
  }

  private boolean runTasks() {
    boolean hasWorked = false;
    for (Runnable report = reports.poll(); report != null; report = reports.poll()) {
      report.run();
      hasWorked = true;
    }
    for (int i = 0; i < tasksPerTurnMax && !isHeldUp(); i++) {
      Runnable task = mailbox.poll();
      if (task == null) {
        break;
      }
      if (i == 0 && shard != null) {
        shard.advanceTo(clock.millis());
      }
      task.run();
      hasWorked = true;
    }
    return hasWorked;
  }

  /**
   * The disk is behind: tasks wait until what they have brought already is written. Or this broker
   * does not serve.
   */
  private boolean isHeldUp() {
    Shard open = shard;
    return (open != null && !open.isFailed() && open.isHeldUp()) || !gate.getAsBoolean();
  }

  private boolean runTimers() {
    boolean hasWorked = false;
    long now = clock.nanos();
    for (Timer next = timers.peek(); next != null; next = timers.peek()) {
      if (next.action != null && next.dueNanos - now > 0) {
        break;
      }
      timers.poll();
      if (next.action != null) {
        next.action.run();
        hasWorked = true;
      }
    }
    return hasWorked;
  }

  /**
   * Reports a fault and stops the shard for good, as a fault in a turn does. {@code SHARD_LOOP}
   * only.
   */
  public void fail(Throwable fault) {
    Shard open = shard;
    if (open != null) {
      open.fail();
    }
    faults.handle(fault);
  }
}
