// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import io.rewindmq.cli.admin.AdminClient;
import io.rewindmq.cli.admin.UserRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    description = "Adds, lists, changes and removes users.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "While no user exists, everybody on the broker's own machine may connect and administer. From",
      "the first one on, who must be an administrator, a user and a password are needed. What a user",
      "may do is said by his roles: see 'rewind role'.",
      "",
      "Examples:",
      "  rewind user add anna --role admin",
      "  rewind user add billing --role messaging --user anna",
      "  rewind user password billing --password-stdin --user anna < secret.txt",
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

    @Option(
        names = "--one-time",
        description = "The password does for nothing but changing it at the first login.")
    private boolean oneTime;

    boolean isOneTime() {
      return oneTime;
    }

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
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              description = "A role of the user; may be given several times.")
          @Nullable List<String> roles,
      @Parameters(paramLabel = "NAME", description = "Name of the user.") String name) {
    List<String> given = roles == null ? List.of() : roles;
    AdminClient client = admin.client(); // its password comes first
    client.addUser(name, password.read(name), password.isOneTime(), given);
    PrintWriter out = CommandOutput.of(spec);
    out.println("added " + name);
    if (given.isEmpty()) {
      out.println(
          name + " has no role and may do nothing yet: rewind user roles " + name + " ROLE");
    }
    return 0;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists every user.")
  int list(@Mixin AdminOptions admin) {
    PrintWriter out = CommandOutput.of(spec);
    List<UserRow> users = admin.client().users();
    out.println(row("USER", "ENABLED", "CHANGED", "ROLES"));
    users.forEach(
        user ->
            out.println(
                row(
                    user.name(),
                    user.enabled() ? user.oneTime() ? "one-time" : "yes" : "no",
                    user.changed(),
                    user.roles() == null ? "" : String.join(",", user.roles()))));
    return 0;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a user; his connections are closed.")
  int remove(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "NAME", description = "Name of the user.") String name) {
    AdminClient client = admin.client();
    client.removeUser(name);
    PrintWriter out = CommandOutput.of(spec);
    out.println("removed " + name);
    if (client.isOpen()) {
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
    AdminClient client = admin.client(); // its password comes first
    client.changePassword(name, password.read(name), password.isOneTime());
    CommandOutput.of(spec).println("changed the password of " + name);
    return 0;
  }

  @Command(
      name = "roles",
      mixinStandardHelpOptions = true,
      description = "Gives a user these roles and no others; holds for open connections, too.")
  int roles(
      @Mixin AdminOptions admin,
      @Parameters(index = "0", paramLabel = "NAME", description = "Name of the user.") String name,
      @Parameters(index = "1..*", paramLabel = "ROLE", description = "None = no role any more.")
          @Nullable List<String> roles) {
    List<String> given = roles == null ? List.of() : roles;
    admin.client().changeUser(name, Map.of("roles", given));
    CommandOutput.of(spec).println("roles of " + name + ": " + String.join(", ", given));
    return 0;
  }

  @Command(
      name = "disable",
      mixinStandardHelpOptions = true,
      description = "Lets a user in no more; his connections are closed.")
  int disable(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "NAME", description = "Name of the user.") String name) {
    admin.client().changeUser(name, Map.of("enabled", false));
    CommandOutput.of(spec).println("disabled " + name);
    return 0;
  }

  @Command(name = "enable", mixinStandardHelpOptions = true, description = "Lets a user in again.")
  int enable(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "NAME", description = "Name of the user.") String name) {
    admin.client().changeUser(name, Map.of("enabled", true));
    CommandOutput.of(spec).println("enabled " + name);
    return 0;
  }

  private static String row(String name, String enabled, String changed, String roles) {
    return String.format(Locale.ROOT, "%-32s %-8s %-30s %s", name, enabled, changed, roles);
  }
}
