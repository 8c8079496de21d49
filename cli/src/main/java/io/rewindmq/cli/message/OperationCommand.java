// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.rewindmq.cli.AdminOptions;
import io.rewindmq.cli.CommandOutput;
import io.rewindmq.cli.admin.AdminClient;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rewind operation}: long work of administrators. */
@Command(
    name = "operation",
    mixinStandardHelpOptions = true,
    description =
        "Lists, watches and cancels long operations: moves, copies, deletions, re-drives.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  rewind operation list",
      "  rewind operation show 00000000-0000-0003-0000-000000000007 --watch",
      "  rewind operation cancel 00000000-0000-0003-0000-000000000007"
    })
public final class OperationCommand {
  private static final String PATH = "/api/v1/operations";
  private static final String ID = "Its id, as 'rewind operation list' shows it.";

  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists operations under way and those that have ended lately.")
  int list(
      @Mixin AdminOptions admin,
      @Option(names = "--json", description = "Print the broker's answer as it is.")
          boolean isJson) {
    JsonNode all = admin.client().fetch(PATH);
    PrintWriter out = CommandOutput.of(spec);
    if (isJson) {
      out.println(all.toPrettyString());
      return 0;
    }
    out.println(row("OPERATION", "KIND", "SOURCE", "STATE", "DONE", "WHO", "BEGUN"));
    for (JsonNode one : all) {
      out.println(
          row(
              one.path("id").asText(),
              one.path("kind").asText() + (one.path("dryRun").asBoolean() ? " (dry)" : ""),
              one.path("source").asText(),
              one.path("state").asText(),
              one.path("done").asText() + "/" + one.path("total").asText(),
              one.path("who").asText(),
              one.path("begun").asText()));
    }
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows how far an operation is.")
  int show(
      @Mixin AdminOptions admin,
      @Option(names = "--watch", description = "Wait for its end.") boolean isWatched,
      @Option(names = "--json", description = "Print the broker's answer as it is.") boolean isJson,
      @Parameters(paramLabel = "ID", description = ID) String id) {
    AdminClient client = admin.client();
    JsonNode operation = client.fetch(PATH + "/" + AdminClient.encode(id));
    OperationRun run = new OperationRun(client, spec);
    if (isWatched) {
      return run.watch(operation, isJson);
    }
    run.show(operation, isJson);
    return 0;
  }

  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "Ends an operation after its present step; what it has done stays.")
  int cancel(
      @Mixin AdminOptions admin,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes on record.")
          @Nullable String reason,
      @Option(names = "--json", description = "Print the broker's answer as it is.") boolean isJson,
      @Parameters(paramLabel = "ID", description = ID) String id) {
    AdminClient client = admin.client();
    String query = reason == null ? "" : "?reason=" + AdminClient.encode(reason);
    JsonNode operation = client.delete(PATH + "/" + AdminClient.encode(id) + query);
    new OperationRun(client, spec).show(operation, isJson);
    return 0;
  }

  private static String row(
      String id, String kind, String source, String state, String done, String who, String begun) {
    return String.format(
        Locale.ROOT,
        "%-36s %-13s %-28s %-9s %15s %-16s %s",
        id,
        kind,
        source,
        state,
        done,
        who,
        begun);
  }
}
