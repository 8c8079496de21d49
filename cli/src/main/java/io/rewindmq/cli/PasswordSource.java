// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a password comes from: standard input or the terminal, never an argument. */
final class PasswordSource {
  private PasswordSource() {}

  /**
   * The first line of standard input, in UTF-8. What follows it is left there for others to read.
   *
   * @throws IllegalStateException there is no line, or it is empty
   */
  static String standardInput() {
    String line;
    try {
      line = firstLine(System.in);
    } catch (IOException e) {
      throw new IllegalStateException("standard input can't be read: " + e.getMessage(), e);
    }
    if (line.isEmpty()) {
      throw new IllegalStateException("expected a password in the first line of standard input");
    }
    return line;
  }

  /**
   * Asks at the terminal, without showing what is typed.
   *
   * @param repeated whether it is asked for twice, since it is new
   * @param otherwise how else to give a password; for the message when there is no terminal
   * @throws IllegalStateException there is no terminal, or nothing or two different ones were typed
   */
  static String terminal(String prompt, boolean repeated, String otherwise) {
    Console console =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "there is no terminal to ask for the password; give it with " + otherwise));
    char[] typed = console.readPassword("%s: ", prompt);
    if (typed == null || typed.length == 0) {
      throw new IllegalStateException("no password was typed");
    }
    if (repeated) {
      char @Nullable [] again = console.readPassword("Once more: ");
      if (again == null || !Arrays.equals(typed, again)) {
        throw new IllegalStateException("the two passwords are not the same");
      }
    }
    return new String(typed);
  }

  /** Byte by byte, so that nothing behind the line is taken. */
  private static String firstLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
