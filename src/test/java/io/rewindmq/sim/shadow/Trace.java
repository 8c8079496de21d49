// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.shadow;

import java.util.ArrayDeque;
import java.util.Deque;

/** What happened in a run: all of it as a number to compare, the end of it as lines to read. */
public final class Trace {
  private static final int LINES_MAX = Integer.getInteger("sim.trace", 60);

  private final Deque<String> lines = new ArrayDeque<>();
  private long hash;
  private long count;

  public void note(String line) {
    count++;
    hash = hash * 31 + line.hashCode();
    if (lines.size() == LINES_MAX) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** Equal for equal traces. */
  public String digest() {
    return count + " events, " + Long.toHexString(hash);
  }

  /** The last events. */
  public String end() {
    return String.join("\n  ", lines);
  }
}
