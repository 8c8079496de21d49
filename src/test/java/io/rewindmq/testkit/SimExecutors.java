// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * All thread roles in one thread: a task runs when the simulator steps, with its role bound.
 *
 * <p>Within a role tasks keep their order; which role is next, the seed decides. Between steps the
 * calling thread is {@code SHARD_LOOP}.
 */
public final class SimExecutors {
  private final SimRandom random;
  private final Map<ThreadRole, Deque<Runnable>> queues = new EnumMap<>(ThreadRole.class);

  public SimExecutors(long seed) {
    this.random = new SimRandom(seed);
    ThreadRole.SHARD_LOOP.bind();
  }

  /** The executor of a role, without a bound. */
  public RoleExecutor of(ThreadRole role) {
    return of(role, Integer.MAX_VALUE);
  }

  /** The executor of a role; it refuses a task while so many of its role wait. */
  public RoleExecutor of(ThreadRole role, int tasksMax) {
    Deque<Runnable> queue = queues.computeIfAbsent(role, r -> new ArrayDeque<>());
    return task -> {
      if (queue.size() >= tasksMax) {
        throw new RejectedExecutionException(role + " has too many tasks");
      }
      queue.add(task);
    };
  }

  /**
   * The executor of a role that does some tasks at once, on the caller's thread, while none waits:
   * as {@link io.rewindmq.platform.thread.AdaptiveThread} does. Which ones, the seed decides.
   */
  public RoleExecutor sometimesAtOnce(ThreadRole role) {
    RoleExecutor later = of(role);
    return task -> {
      if (waiting(role) == 0 && random.nextInt(2) == 0) {
        task.run();
      } else {
        later.execute(task);
      }
    };
  }

  /** Tasks of a role that wait. */
  public int waiting(ThreadRole role) {
    Deque<Runnable> queue = queues.get(role);
    return queue == null ? 0 : queue.size();
  }

  /**
   * Runs one task of any role.
   *
   * @return false = nobody has anything to do
   */
  public boolean step() {
    List<ThreadRole> busy = queues.keySet().stream().filter(role -> waiting(role) > 0).toList();
    return !busy.isEmpty() && step(busy.get(random.nextInt(busy.size())));
  }

  /**
   * Runs the next task of a role.
   *
   * @return false = it has none
   */
  public boolean step(ThreadRole role) {
    Deque<Runnable> queue = queues.get(role);
    Runnable task = queue == null ? null : queue.poll();
    if (task == null) {
      return false;
    }
    role.bind();
    try {
      task.run();
    } finally {
      ThreadRole.SHARD_LOOP.bind();
    }
    return true;
  }

  /** Runs until nobody has anything to do. */
  public void run() {
    boolean isMore = true;
    while (isMore) {
      isMore = step();
    }
  }

  /** The process dies: what waits never runs. */
  public void clear() {
    queues.values().forEach(Deque::clear);
  }
}
