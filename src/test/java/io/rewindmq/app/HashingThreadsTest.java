// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.platform.thread.ThreadRole;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HashingThreadsTest {
  private static final int SECONDS = 30;

  @Test
  void runsAsManyAsItHasThreadsAndRefusesWhatIsTooMuch() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    try (HashingThreads threads = new HashingThreads(4)) {
      for (int i = 0; i < 2; i++) {
        threads.execute(
            () -> {
              ThreadRole.ADMIN_WORKER.assertCurrent();
              running.countDown();
              await(go);
            });
      }
      assertThat(running.await(SECONDS, TimeUnit.SECONDS)).as("two at the same time").isTrue();
      for (int i = 0; i < 64; i++) {
        threads.execute(done::incrementAndGet);
      }
      assertThatThrownBy(() -> threads.execute(done::incrementAndGet))
          .isInstanceOf(RejectedExecutionException.class);
      go.countDown();
    }

    assertThat(done).hasValue(64);
  }

  @Test
  void hasOneThreadOnASmallMachine() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(3);
    try (HashingThreads threads = new HashingThreads(1)) {
      for (int i = 0; i < 3; i++) {
        threads.execute(ran::countDown);
      }
      assertThat(ran.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody let it go on");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
