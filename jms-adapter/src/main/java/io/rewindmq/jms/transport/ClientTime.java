// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Clock, waiting, random numbers and the calling thread's surroundings. */
public final class ClientTime {
  private static final SecureRandom RANDOM = new SecureRandom();

  private ClientTime() {}

  /** Wall clock, milliseconds since 1970. */
  public static long millis() {
    return System.currentTimeMillis();
  }

  /** A random number that no other client has. */
  public static long randomId() {
    return RANDOM.nextLong();
  }

  /** A random number from {@code min} (inclusive) to {@code max} (inclusive). */
  public static long between(long min, long max) {
    return ThreadLocalRandom.current().nextLong(min, max + 1);
  }

  /**
   * Waits for a condition whose lock the caller holds.
   *
   * @param nanos longest wait; {@link Long#MAX_VALUE} = no end
   * @return nanoseconds that are left, 0 or less when the time is over or the thread was
   *     interrupted (it still is, then)
   */
  @SuppressWarnings("WaitNotInLoop") // the loop is the caller's: it knows what it waits for
  public static long await(Condition condition, long nanos) {
    try {
      if (nanos == Long.MAX_VALUE) {
        condition.await();
        return nanos;
      }
      return condition.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /**
   * Waits for a condition whose lock the caller holds, interrupted or not.
   *
   * @param nanos longest wait
   * @return nanoseconds that are left, 0 or less when the time is over
   */
  @SuppressWarnings("WaitNotInLoop") // the loop is the caller's: it knows what it waits for
  public static long awaitUninterruptibly(Condition condition, long nanos) {
    boolean interrupted = Thread.interrupted(); // else awaitNanos would not wait
    long end = System.nanoTime() + nanos;
    try {
      return condition.awaitNanos(nanos);
    } catch (InterruptedException e) {
      interrupted = true;
      return end - System.nanoTime();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The loader of the application that calls. */
  public static ClassLoader applicationClassLoader() {
    return Thread.currentThread().getContextClassLoader();
  }

  /** Waits so long, or until interrupted. */
  public static void sleep(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
