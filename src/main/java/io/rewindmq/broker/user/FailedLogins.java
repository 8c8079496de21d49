// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.AnyThread;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Slows down who guesses passwords, for each pair of user and machine.
 *
 * <p>{@link #FREE} failures cost nothing. After each further one the pair has to wait, 1 s at first
 * and then twice as long each time up to {@link #HOLD_MILLIS_MAX}. A success, or {@link
 * #FORGET_MILLIS} without a failure, makes it forgotten. <b>Bound.</b> {@link #PAIRS_MAX} pairs;
 * then the one that failed longest ago is forgotten: to push a pair out, somebody has to wait for
 * as many hashes.
 */
@AnyThread // guarded by the lock
final class FailedLogins {
  static final int FREE = 5;
  static final int HOLD_MILLIS_MAX = 30_000;
  static final int FORGET_MILLIS = 600_000;
  static final int PAIRS_MAX = 10_000;

  private static final int HOLD_MILLIS_MIN = 1_000;
  private static final int DOUBLINGS_MAX = 5;
  private static final long NANOS_A_MILLI = 1_000_000;

  private final Clock clock;
  private final Object lock = new Object();

  /** Guarded by the lock; the one that failed longest ago first. */
  private final Map<Pair, Failures> pairs = new LinkedHashMap<>();

  FailedLogins(Clock clock) {
    this.clock = clock;
  }

  /** Who tries to log in, and from where. */
  record Pair(String user, String host) {}

  private record Failures(int count, long lastNanos) {
    long holdMillis() {
      if (count < FREE) {
        return 0;
      }
      int doublings = Math.min(count - FREE, DOUBLINGS_MAX);
      return Math.min(HOLD_MILLIS_MAX, (long) HOLD_MILLIS_MIN << doublings);
    }
  }

  /** How it is now; looks at all pairs. */
  LoginThrottle throttle() {
    synchronized (lock) {
      long waiting =
          pairs.values().stream()
              .filter(failures -> failures.holdMillis() > millisSince(failures.lastNanos()))
              .count();
      return new LoginThrottle(pairs.size(), PAIRS_MAX, waiting);
    }
  }

  /** How long the pair has to wait before it may try again; 0 = not at all. */
  long waitMillis(Pair pair) {
    synchronized (lock) {
      Failures failures = present(pair);
      return failures == null
          ? 0
          : Math.max(0, failures.holdMillis() - millisSince(failures.lastNanos()));
    }
  }

  /**
   * An attempt begins. It counts as failed until {@link #succeeded}, so that many at once are no
   * way around the limit.
   */
  void begun(Pair pair) {
    synchronized (lock) {
      Failures failures = present(pair);
      int count = failures == null ? 1 : failures.count() + 1;
      pairs.remove(pair); // it goes to the end
      pairs.put(pair, new Failures(count, clock.nanos()));
      if (pairs.size() > PAIRS_MAX) {
        Entry<Pair, Failures> eldest = pairs.entrySet().iterator().next();
        pairs.remove(eldest.getKey());
      }
    }
  }

  /** An attempt was not judged at all. */
  void withdrawn(Pair pair) {
    synchronized (lock) {
      Failures failures = pairs.get(pair);
      if (failures != null && failures.count() > 1) {
        pairs.replace(pair, new Failures(failures.count() - 1, failures.lastNanos()));
      } else {
        pairs.remove(pair);
      }
    }
  }

  void succeeded(Pair pair) {
    synchronized (lock) {
      pairs.remove(pair);
    }
  }

  private @Nullable Failures present(Pair pair) {
    Failures failures = pairs.get(pair);
    if (failures != null && millisSince(failures.lastNanos()) > FORGET_MILLIS) {
      pairs.remove(pair);
      return null;
    }
    return failures;
  }

  private long millisSince(long nanos) {
    return (clock.nanos() - nanos) / NANOS_A_MILLI;
  }
}
