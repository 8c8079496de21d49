// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.message;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** One line on a terminal that shows how far an operation is. */
final class ProgressBar {
  private static final int WIDTH = 30;
  private static final int PERCENT = 100;

  private final PrintWriter err;
  private boolean isShown;

  ProgressBar(PrintWriter err) {
    this.err = err;
  }

  /** Whether there is a terminal to show it on. */
  static boolean isPossible() {
    // null where input or output is no terminal
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  void show(String kind, long looked, long total, long done) {
    err.print("\r" + line(kind, looked, total, done));
    err.flush();
    isShown = true;
  }

  /** Takes it away. */
  void clear() {
    if (isShown) {
      err.print("\r" + " ".repeat(PERCENT - 1) + "\r");
      err.flush();
    }
  }

  /** Its text. */
  static String line(String kind, long looked, long total, long done) {
    long percent = total == 0 ? PERCENT : Math.clamp(looked * PERCENT / total, 0, PERCENT);
    int filled = (int) (percent * WIDTH / PERCENT);
    return String.format(
        Locale.ROOT,
        "%-8s [%s%s] %3d %%  %d of %d looked at, %d done",
        kind,
        "#".repeat(filled),
        ".".repeat(WIDTH - filled),
        percent,
        looked,
        total,
        done);
  }
}
