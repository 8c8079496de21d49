// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import io.rewindmq.cli.admin.AdminClient;
import io.rewindmq.cli.admin.UserRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rewind user}: who may log in. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    description = "Adds, lists and removes users, and changes their passwords.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "While no user exists, everybody on the broker's own machine may connect. From the first one",
      "on a user and a password are needed (unless rewind.security.anonymous is true).",
      "",
      "Examples:",
      "  rewind user add billing",
      "  rewind user password billing --password-stdin < secret.txt",
      "  rewind send --user billing orders 'hello'"
    })
final class UserCommand {
  @Spec private @Nullable CommandSpec spec;

  /** A password that a user is given. */
  static final class NewPassword {
    @Option(
        names = "--password-stdin",
        description = "Read the password from the first line of standard input; else it is asked.")
    private boolean fromInput;

    String read(String user) {
      return fromInput
          ? PasswordSource.standardInput()
          : PasswordSource.terminal("New password of " + user, true, "--password-stdin");
    }
  }

  @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a user.")
  int add(
      @Mixin AdminOptions admin,
      @Mixin NewPassword password,
      @Parameters(paramLabel = "NAME", description = "Name of the user.") String name) {
    admin.client().addUser(name, password.read(name));
    CommandOutput.of(spec).println("added " + name);
    return 0;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists every user.")
  int list(@Mixin AdminOptions admin) {
    PrintWriter out = CommandOutput.of(spec);
    List<UserRow> users = admin.client().users();
    out.println(row("USER", "ENABLED", "PASSWORD OF"));
    users.forEach(
        user -> out.println(row(user.name(), user.enabled() ? "yes" : "no", user.changed())));
    return 0;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a user; connections that are open stay.")
  int remove(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "NAME", description = "Name of the user.") String name) {
    AdminClient client = admin.client();
    client.removeUser(name);
    PrintWriter out = CommandOutput.of(spec);
    out.println("removed " + name);
    if (client.users().isEmpty()) {
      out.println("no user is left: everybody on the broker's own machine may connect again");
    }
    return 0;
  }

  @Command(
      name = "password",
      mixinStandardHelpOptions = true,
      description = "Gives a user another password; connections that are open stay.")
  int password(
      @Mixin AdminOptions admin,
      @Mixin NewPassword password,
      @Parameters(paramLabel = "NAME", description = "Name of the user.") String name) {
    admin.client().changePassword(name, password.read(name));
    CommandOutput.of(spec).println("changed the password of " + name);
    return 0;
  }

  private static String row(String name, String enabled, String changed) {
    return String.format(Locale.ROOT, "%-32s %-8s %s", name, enabled, changed);
  }
}
