// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuestTurnsTest {
  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final ScheduledExecutorService host = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicInteger moreTurns = new AtomicInteger();
  private volatile long idleNanos = HOUR_NANOS;

  private final GuestTurns guest =
      new GuestTurns(
          host,
          new GuestTurns.Guest() {
            @Override
            public boolean turn() {
              turns.incrementAndGet();
              return moreTurns.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            }

            @Override
            public long idleNanos() {
              return idleNanos;
            }

            @Override
            public long nanos() {
              return System.nanoTime();
            }
          });

  @AfterEach
  void endHost() {
    host.shutdownNow();
  }

  @Test
  void turnsOnceForManyWakeUps() throws InterruptedException {
    CountDownLatch isBusy = new CountDownLatch(1);
    host.execute(() -> awaitOf(isBusy));
    for (int i = 0; i < 10; i++) {
      guest.wake();
    }
    isBusy.countDown();
    settle();

    assertThat(turns).hasValue(1);
  }

  @Test
  void turnsAgainWhileThereIsMore() {
    moreTurns.set(3);

    guest.wake();

    await().untilAsserted(() -> assertThat(turns).hasValue(4));
  }

  @Test
  void wakeUpOfOldTurnIsNotTheOneOfTheNext() throws InterruptedException {
    guest.wake();
    settle();
    guest.wake();
    settle();

    assertThat(turns).hasValue(2);
  }

  @Test
  void turnsWhenSomethingIsDueAlsoEarlierThanThoughtBefore() throws InterruptedException {
    guest.wake();
    settle();
    idleNanos = 1_000_000;
    guest.wake();

    await().until(() -> turns.get() >= 5);
  }

  @Test
  void doesNotTurnAfterTheEnd() throws InterruptedException {
    idleNanos = 1_000_000;
    guest.wake();
    settle();
    guest.stop();
    settle();
    int before = turns.get();
    guest.wake();
    settle();

    assertThat(turns).hasValue(before);
    host.shutdown();
    guest.wake();
  }

  private void settle() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    host.execute(done::countDown);
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitOf(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
