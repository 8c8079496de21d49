// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.platform.thread.RoleExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;

/** Several executors on one thread, in an order that a seed decides. */
final class TaskQueue {
  private final Random random;
  private final List<Deque<Runnable>> queues = new ArrayList<>();

  TaskQueue(long seed) {
    this.random = new Random(seed);
  }

  /** An executor that takes so many tasks before it refuses. */
  RoleExecutor executor(int tasksMax) {
    Deque<Runnable> queue = new ArrayDeque<>();
    queues.add(queue);
    return task -> {
      if (queue.size() >= tasksMax) {
        throw new RejectedExecutionException("full");
      }
      queue.add(task);
    };
  }

  /** Runs until nobody has anything to do. */
  void run() {
    List<Deque<Runnable>> busy = busy();
    while (!busy.isEmpty()) {
      busy.get(random.nextInt(busy.size())).remove().run();
      busy = busy();
    }
  }

  private List<Deque<Runnable>> busy() {
    return queues.stream().filter(queue -> !queue.isEmpty()).toList();
  }
}
