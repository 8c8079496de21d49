// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.compliance.session;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Something that runs on a thread of its own and may block. */
final class Task<T extends @Nullable Object> {
  /** A step that may fail in any way. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private final FutureTask<T> future;

  private Task(Callable<T> work) {
    future = new FutureTask<>(work);
    Thread thread = new Thread(future, "task");
    thread.setDaemon(true);
    thread.start();
  }

  static <T extends @Nullable Object> Task<T> of(Callable<T> work) {
    return new Task<>(work);
  }

  static Task<String> run(Step step) {
    return new Task<>(
        () -> {
          step.run();
          return "done";
        });
  }

  /** Takes a step here: "done", or what it threw. */
  @SuppressWarnings("CatchingUnchecked") // it is the test that judges
  static String outcome(Step step) {
    try {
      step.run();
      return "done";
    } catch (Exception e) {
      return e.toString();
    }
  }

  /** Checks that it has not come to an end, and does not for a while. */
  Task<T> staysBlocked() {
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> future.get(SessionSuite.SHORT, TimeUnit.MILLISECONDS));
    return this;
  }

  /** Waits for its end; throws what it threw. */
  T result() throws Exception {
    try {
      return future.get(SessionSuite.LONG, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
