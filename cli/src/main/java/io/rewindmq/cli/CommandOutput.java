// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints its results. */
public final class CommandOutput {
  private CommandOutput() {}

  /** The writer of the command line that runs the command. */
  public static PrintWriter of(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("a command was called without its command line");
    }
    return new PrintWriter(spec.commandLine().getOut(), true);
  }
}
