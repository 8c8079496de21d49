// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The broker process did not come up; the message ends with its last lines of output. */
public final class BrokerStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LINES_SHOWN = 15;

  BrokerStartException(String what, Path log) {
    super(what + "; the end of " + log + ":\n" + tail(log));
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }
}
