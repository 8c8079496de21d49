// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** One run of the command line in this process, with what it printed. */
public record CommandLineRun(int exitCode, String out, String err) {
  public static CommandLineRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = RewindCli.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int exitCode = line.execute(args);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }

  /** With something on standard input. */
  static CommandLineRun withInput(String input, String... args) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return of(args);
    } finally {
      System.setIn(before);
    }
  }
}
