// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AdaptiveThreadTest {
  private static final long QUICK_NANOS = 100;

  private final Queue<Runnable> handedOver = new ArrayDeque<>();
  private final List<Integer> done = new ArrayList<>();
  private long nanos;
  private final AdaptiveThread thread =
      new AdaptiveThread(handedOver::add, () -> nanos, QUICK_NANOS);

  @Test
  void quickTasksRunAtOnce() {
    for (int i = 0; i < 10; i++) {
      thread.execute(task(i, 90));
    }

    assertThat(done).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(handedOver).isEmpty();
  }

  @Test
  void longTasksAreHandedOverUntilTheyAreQuickAgain() {
    thread.execute(task(0, 2_000));
    assertThat(done).containsExactly(0);

    thread.execute(task(1, 2_000));
    assertThat(done).as("learned from the first one").containsExactly(0);
    handedOver.remove().run();

    int quick = 2;
    do {
      thread.execute(task(quick++, 10));
      assertThat(quick).isLessThan(100);
    } while (runHandedOver());
    assertThat(quick).as("one quick task proves nothing").isGreaterThan(10);
    assertThat(done).hasSize(quick).isSorted();
  }

  @Test
  void orderIsKeptWhateverTasksTake() {
    thread.execute(task(0, 2_000));
    thread.execute(task(1, 0));
    thread.execute(task(2, 0));
    assertThat(done).as("the first one waits in the queue, so the second does").containsExactly(0);

    handedOver.remove().run();
    thread.execute(task(3, 0));
    assertThat(done).containsExactly(0, 1);
    while (runHandedOver()) {
      assertThat(done).isSorted();
    }
    assertThat(done).containsExactly(0, 1, 2, 3);
  }

  @Test
  void zeroHandsEverythingOver() {
    AdaptiveThread never = new AdaptiveThread(handedOver::add, () -> nanos, 0);

    never.execute(task(0, 0));

    assertThat(done).isEmpty();
    assertThat(handedOver).hasSize(1);
  }

  @Test
  void refusedTaskDoesNotBlockTheNextOnes() {
    List<Runnable> taken = new ArrayList<>();
    AdaptiveThread full =
        new AdaptiveThread(
            task -> {
              if (!taken.isEmpty()) {
                throw new RejectedExecutionException("full");
              }
              taken.add(task);
            },
            () -> nanos,
            QUICK_NANOS);
    full.execute(task(0, 880));
    full.execute(task(1, 0));
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> full.execute(task(2, 0)));

    taken.getFirst().run();
    full.execute(task(3, 0));

    assertThat(done).containsExactly(0, 1, 3);
  }

  private boolean runHandedOver() {
    Runnable next = handedOver.poll();
    if (next != null) {
      next.run();
    }
    return next != null;
  }

  private Runnable task(int number, long durationNanos) {
    return () -> {
      nanos += durationNanos;
      done.add(number);
    };
  }
}
