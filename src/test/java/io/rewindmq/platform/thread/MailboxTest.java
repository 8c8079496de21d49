// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Mailbox mailbox = new Mailbox(4);

  @Test
  void waitsForAWakeUpOnlyThoughTasksAreThere() throws InterruptedException {
    CountDownLatch woken = new CountDownLatch(1);
    assertThat(mailbox.offer(() -> {})).isTrue();
    Thread taker =
        new Thread(
            () -> {
              mailbox.awaitWake(TimeUnit.SECONDS.toNanos(30));
              woken.countDown();
            });
    taker.start();
    assertThat(woken.await(50, TimeUnit.MILLISECONDS)).isFalse();
    mailbox.wake();
    assertThat(woken.await(10, TimeUnit.SECONDS)).isTrue();
    taker.join();
  }

  /** Work that is announced but not queued here must not be slept over. */
  @Test
  void wakeBeforeAwaitIsNotLost() {
    mailbox.wake();

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> mailbox.await(TimeUnit.MINUTES.toNanos(1)));
  }

  @Test
  void awaitReturnsAtOnceWhenATaskWaits() {
    assertThat(mailbox.offer(() -> {})).isTrue();

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> mailbox.await(TimeUnit.MINUTES.toNanos(1)));
    assertThat(mailbox.poll()).isNotNull();
  }

  @Test
  void wakeFromAnotherThreadEndsTheWait() {
    Thread waker = Thread.ofPlatform().start(mailbox::wake);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> mailbox.await(TimeUnit.MINUTES.toNanos(1)));
    assertThat(waker).isNotNull();
  }

  @Test
  void refusesWhatDoesNotFit() {
    for (int i = 0; i < 4; i++) {
      assertThat(mailbox.offer(() -> {})).isTrue();
    }

    assertThat(mailbox.offer(() -> {})).isFalse();
    assertThat(mailbox.size()).isEqualTo(4);
  }

  /** Reports lie outside of the mailbox, as the shard loop's do: only the wake tells of them. */
  @Test
  void noWakeIsLostWhileTheTakerGoesToSleep() throws InterruptedException {
    int rounds = 20_000;
    AtomicInteger sent = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    Thread taker =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (seen.get() < rounds) {
                    mailbox.await(TimeUnit.MINUTES.toNanos(1));
                    seen.set(sent.get());
                  }
                });
    for (int i = 1; i <= rounds; i++) {
      sent.set(i);
      mailbox.wake();
      for (int spin = 0; spin < i % 700; spin++) {
        Thread.onSpinWait();
      }
    }
    taker.join(Duration.ofSeconds(30));
    assertThat(seen).hasValue(rounds);
  }
}
