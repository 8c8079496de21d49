// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Mailbox mailbox = new Mailbox(4);

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
}
