// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.testkit;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A call of the client that runs beside the test, because the test is its broker.
 *
 * @param <T> what it returns
 */
public final class Background<T> {
  /** Longer than anything may take; only a failing test waits for it. */
  public static final int PATIENCE_SECONDS = 10;

  private final CompletableFuture<@Nullable T> outcome = new CompletableFuture<>();
  private final Thread thread;

  private Background(Callable<? extends @Nullable T> call) {
    this.thread = daemon("background-call", () -> run(call));
  }

  /** A call without a result. */
  @FunctionalInterface
  public interface Action {
    void run() throws Exception;
  }

  /** Starts a call. */
  public static <T> Background<T> call(Callable<? extends @Nullable T> call) {
    return new Background<>(call);
  }

  /** Starts a call without a result. */
  public static Background<Boolean> run(Action action) {
    return call(
        () -> {
          action.run();
          return true;
        });
  }

  private void run(Callable<? extends @Nullable T> call) {
    try {
      outcome.complete(call.call());
    } catch (Exception | AssertionError e) {
      outcome.completeExceptionally(e);
    }
  }

  /** Waits until the call waits for something itself. */
  public void awaitWaiting() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the call does not wait: " + thread.getState());
      }
      Thread.onSpinWait();
    }
  }

  /** Waits for the end and gives the result; a failure, or null, is one of the test. */
  public T result() {
    T result = resultOrNull();
    if (result == null) {
      throw new AssertionError("the call returned null");
    }
    return result;
  }

  /** Waits for the end and gives the result; a failure is one of the test. */
  public @Nullable T resultOrNull() {
    Throwable failure = end();
    if (failure != null) {
      throw new AssertionError("the call failed: " + failure, failure);
    }
    return outcome.join();
  }

  /** Waits for the end, which must be an exception. */
  public Throwable failure() {
    Throwable failure = end();
    if (failure == null) {
      throw new AssertionError("the call should have failed; it returned " + outcome.join());
    }
    return failure;
  }

  /** Waits for the end and gives the failure, null for none. */
  private @Nullable Throwable end() {
    try {
      outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (TimeoutException e) {
      AssertionError stuck = new AssertionError("the call does not return; it is at");
      stuck.setStackTrace(thread.getStackTrace());
      throw stuck;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public boolean isDone() {
    return outcome.isDone();
  }

  /** Waits for the next of a queue. */
  public static <T> T take(BlockingQueue<T> queue, String what) {
    try {
      T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("waited " + PATIENCE_SECONDS + " s for " + what);
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
