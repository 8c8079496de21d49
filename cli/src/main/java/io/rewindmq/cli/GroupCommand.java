// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import io.rewindmq.cli.admin.GroupRow;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rewind group}: looks at consumer groups and rewinds them. */
@Command(
    name = "group",
    mixinStandardHelpOptions = true,
    description = "Lists, shows and rewinds consumer groups (queues and subscriptions).",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  rewind group list",
      "  rewind group show billing.orders",
      "  rewind group rewind billing.orders --to earliest",
      "  rewind group rewind billing.orders --to -PT1H"
    })
final class GroupCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists every group.")
  int list(@Mixin AdminOptions admin) {
    PrintWriter out = CommandOutput.of(spec);
    out.println(row("GROUP", "DESTINATION", "KIND", "BACKLOG", "IN FLIGHT", "CONSUMERS"));
    for (GroupRow group : admin.client().groups()) {
      out.println(
          row(
              group.name(),
              group.destination(),
              group.kind(),
              Long.toString(group.backlog()),
              Long.toString(group.inFlight()),
              Integer.toString(group.consumers())));
    }
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one group with its offsets, as JSON.")
  int show(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "GROUP", description = "Name of the group.") String group) {
    CommandOutput.of(spec).println(admin.client().group(group).toPrettyString());
    return 0;
  }

  @Command(
      name = "rewind",
      mixinStandardHelpOptions = true,
      description = "Moves a group to another place in its log; its consumers stay connected.")
  int rewind(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "GROUP", description = "Name of the group.") String group,
      @Option(
              names = "--to",
              required = true,
              paramLabel = "PLACE",
              description =
                  "earliest, latest, an offset (42), an instant (2026-11-20T08:00:00Z) or a"
                      + " duration back (-PT1H).")
          String to) {
    CommandOutput.of(spec).println(admin.client().rewind(group, to).toPrettyString());
    return 0;
  }

  private static String row(
      String name,
      String destination,
      String kind,
      String backlog,
      String inFlight,
      String consumers) {
    return String.format(
        Locale.ROOT,
        "%-32s %-24s %-15s %10s %10s %10s",
        name,
        destination,
        kind,
        backlog,
        inFlight,
        consumers);
  }
}
