// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.flow;

import io.rewindmq.broker.ClientFigures;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.LaterExecutor;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Where sends of all sessions wait for room in their destinations. Looks after them every {@value
 * #LOOK_MILLIS} ms while there are any, in the order in which the sessions began to wait.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class HoldingArea {
  /** All that is held at once; what is more is refused. */
  public static final int BYTES_MAX = 64 << 20;

  private static final long LOOK_MILLIS = 10;

  private final LaterExecutor loop;
  private final Clock clock;
  private final long patienceNanos;
  private final Set<HeldSends> waiting = new LinkedHashSet<>();
  private boolean isLooking;
  private final ClientFigures figures;
  private long bytes;

  /**
   * An empty one.
   *
   * @param patienceMillis how long a send waits before it is refused
   */
  public HoldingArea(LaterExecutor loop, Clock clock, long patienceMillis, ClientFigures figures) {
    this.figures = figures;
    this.loop = loop;
    this.clock = clock;
    this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
  }

  /** Makes a session's place. */
  public HeldSends place(HeldSends.Session session) {
    return new HeldSends(this, session);
  }

  /** What is held at the moment. */
  public long bytes() {
    return bytes;
  }

  long deadlineNanos() {
    return clock.nanos() + patienceNanos;
  }

  boolean hasPassed(long deadlineNanos) {
    return clock.nanos() - deadlineNanos >= 0;
  }

  /** False = there is too much already. */
  boolean take(int more) {
    if (bytes + more > BYTES_MAX) {
      return false;
    }
    bytes += more;
    figures.held(bytes);
    return true;
  }

  void give(int less) {
    bytes -= less;
    figures.released(bytes);
  }

  void add(HeldSends sends) {
    waiting.add(sends);
    figures.waiting(waiting.size());
    lookLater();
  }

  void remove(HeldSends sends) {
    waiting.remove(sends);
    figures.waiting(waiting.size());
  }

  private void lookLater() {
    if (!isLooking && !waiting.isEmpty()) {
      isLooking = true;
      loop.executeLater(LOOK_MILLIS, this::look);
    }
  }

  private void look() {
    isLooking = false;
    List<HeldSends> all = new ArrayList<>(waiting);
    all.forEach(HeldSends::goOn);
    lookLater();
  }
}
