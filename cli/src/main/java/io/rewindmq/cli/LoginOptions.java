// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import io.rewindmq.jms.RewindConnectionFactory;
import java.util.Objects;
import picocli.CommandLine.Option;

/** Who a command logs in as; nobody in particular unless told. */
final class LoginOptions {
  private static final String PASSWORD_VARIABLE = "REWIND_PASSWORD";

  @Option(
      names = {"-u", "--user"},
      paramLabel = "NAME",
      defaultValue = "${env:REWIND_USER:-}",
      description =
          "Log in as this user (environment variable REWIND_USER). The password is asked for"
              + " unless the environment variable REWIND_PASSWORD has it. A token goes into"
              + " REWIND_TOKEN.")
  private String user = "";

  @Option(
      names = "--password-stdin",
      description = "Read the user's password from the first line of standard input.")
  private boolean passwordFromInput;

  /** Gives the factory the user, if there is one. */
  void apply(RewindConnectionFactory factory) {
    if (!user.isEmpty()) {
      factory.setUser(user);
      factory.setPassword(password());
    } else if (passwordFromInput) {
      throw new IllegalArgumentException("--password-stdin needs --user");
    } else if (!token().isEmpty()) {
      factory.setUser("");
      factory.setPassword(token());
    }
  }

  private static String token() {
    return Objects.requireNonNullElse(System.getenv("REWIND_TOKEN"), "");
  }

  private String password() {
    if (passwordFromInput) {
      return PasswordSource.standardInput();
    }
    String variable = Objects.requireNonNullElse(System.getenv(PASSWORD_VARIABLE), "");
    return variable.isEmpty()
        ? PasswordSource.terminal(
            "Password of " + user, false, "--password-stdin or " + PASSWORD_VARIABLE)
        : variable;
  }
}
