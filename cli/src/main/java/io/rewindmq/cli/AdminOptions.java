// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import io.rewindmq.cli.admin.AdminClient;
import io.rewindmq.cli.admin.AdminLogin;
import java.util.Objects;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the administration answers, and who asks. */
public final class AdminOptions {
  private static final String PASSWORD_VARIABLE = "REWIND_PASSWORD";
  private static final String TOKEN_VARIABLE = "REWIND_TOKEN";

  @Option(
      names = "--admin",
      paramLabel = "URL",
      defaultValue = "${env:REWIND_ADMIN_URL:-http://127.0.0.1:7680}",
      description =
          "The broker's HTTP address (default: ${DEFAULT-VALUE}; environment variable"
              + " REWIND_ADMIN_URL).")
  private String url = "";

  @Mixin private TrustOptions trust = new TrustOptions();

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      defaultValue = "${env:REWIND_USER:-}",
      description =
          "Log in as this user (environment variable REWIND_USER). The password is asked for unless"
              + " the environment variable REWIND_PASSWORD has it. A token goes into REWIND_TOKEN.")
  private String user = "";

  @Option(
      names = "--login-stdin",
      description = "Read the password of --user from the first line of standard input.")
  private boolean passwordFromInput;

  /** Made once for a command: the password may be asked for. */
  public AdminClient client() {
    return new AdminClient(url, login(), trust.file());
  }

  private AdminLogin login() {
    if (user.isEmpty()) {
      if (passwordFromInput) {
        throw new IllegalArgumentException("--login-stdin needs --user");
      }
      String token = environment(TOKEN_VARIABLE);
      return token.isEmpty() ? AdminLogin.nobody() : AdminLogin.token(token);
    }
    if (passwordFromInput) {
      return AdminLogin.password(user, PasswordSource.standardInput());
    }
    String variable = environment(PASSWORD_VARIABLE);
    return AdminLogin.password(
        user,
        variable.isEmpty()
            ? PasswordSource.terminal(
                "Password of " + user, false, "--login-stdin or " + PASSWORD_VARIABLE)
            : variable);
  }

  private static String environment(String name) {
    return Objects.requireNonNullElse(System.getenv(name), "");
  }
}
