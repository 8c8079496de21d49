// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.platform.fault.InvariantError;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoleThreadTest {
  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();

  @Test
  void runsTasksInOrderWithTheRoleBoundAndGoesOnAfterAFault() {
    List<Integer> ran = new ArrayList<>();
    try (RoleThread thread = new RoleThread(ThreadRole.LOG_READER, "test", 1024, faults::add)) {
      for (int i = 0; i < 1000; i++) {
        int number = i;
        thread.execute(
            () -> {
              ThreadRole.LOG_READER.assertCurrent();
              ran.add(number);
              if (number == 500) {
                throw new IllegalStateException("expected");
              }
            });
      }
    }
    assertThat(ran).hasSize(1000).isSorted();
    assertThat(faults).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesTasksWhenFullAndWhenClosed() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    RoleThread thread = new RoleThread(ThreadRole.HOUSEKEEPER, "test", 2, faults::add);
    thread.execute(
        () -> {
          begun.countDown();
          try {
            mayEnd.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    begun.await();
    thread.execute(() -> {});
    thread.execute(() -> {});
    assertThatThrownBy(() -> thread.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    mayEnd.countDown();
    thread.close();
    assertThatThrownBy(() -> thread.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(faults).isEmpty();
  }

  @Test
  void mayBeClosedByItsOwnTask() {
    RoleThread thread = new RoleThread(ThreadRole.HOUSEKEEPER, "test", 2, faults::add);
    thread.execute(thread::close);
    thread.close();
    assertThat(faults).isEmpty();
  }

  @Test
  void aWrongThreadIsNamed() {
    ThreadRole.SHARD_LOOP.bind();
    ThreadRole.SHARD_LOOP.assertCurrent();
    assertThatThrownBy(ThreadRole.NET_LOOP::assertCurrent)
        .isInstanceOf(InvariantError.class)
        .hasMessageContaining("NET_LOOP, was of [SHARD_LOOP]");
  }

  @Test
  void aThreadMayHaveTwoRoles() {
    ThreadRole.SHARD_LOOP.bind();
    ThreadRole.NET_LOOP.bindToo();
    ThreadRole.SHARD_LOOP.assertCurrent();
    ThreadRole.NET_LOOP.assertCurrent();

    ThreadRole.NET_LOOP.bind();
    assertThat(ThreadRole.SHARD_LOOP.isCurrent()).isFalse();
  }
}
