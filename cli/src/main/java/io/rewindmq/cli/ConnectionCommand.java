// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rewind connection}: looks at the connections of clients and ends them. */
@Command(
    name = "connection",
    mixinStandardHelpOptions = true,
    description = "Lists, shows and closes connections of clients.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  rewind connection list --of billing",
      "  rewind connection show 00f1e2d3c4b5a697",
      "  rewind connection close 00f1e2d3c4b5a697 --reason 'moved to another host'",
      "  rewind connection close 00f1e2d3c4b5a697 --consumer 3"
    })
final class ConnectionCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists connections, the oldest first.",
      footer = {
        "",
        "Examples:",
        "  rewind connection list",
        "  rewind connection list --address 10.0.0.7 --json"
      })
  int list(
      @Mixin AdminOptions admin,
      @Mixin DestinationCommand.Format format,
      @Option(names = "--of", paramLabel = "USER", description = "Only those of this user.")
          @Nullable String user,
      @Option(names = "--client-id", paramLabel = "ID", description = "Only the one of this id.")
          @Nullable String clientId,
      @Option(
              names = "--address",
              paramLabel = "HOST[:PORT]",
              description = "Only those from there.")
          @Nullable String address,
      @Option(
              names = "--limit",
              paramLabel = "COUNT",
              defaultValue = "100",
              description = "At most so many, up to 1000 (default: ${DEFAULT-VALUE}).")
          int limit,
      @Option(
              names = "--after",
              paramLabel = "NUMBER",
              description = "The next page: what the one before has said.")
          @Nullable Long after) {
    Map<String, @Nullable String> filters = new LinkedHashMap<>();
    filters.put("limit", String.valueOf(limit));
    filters.put("user", user);
    filters.put("clientId", clientId);
    filters.put("address", address);
    filters.put("after", after == null ? null : String.valueOf(after));
    JsonNode page = admin.client().connections(filters);
    format.print(page, CommandOutput.of(spec), ConnectionCommand::table);
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one connection with its sessions and consumers, as JSON.")
  int show(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "ID", description = "As the list has it.") String id) {
    CommandOutput.of(spec).println(admin.client().connection(id).toPrettyString());
    return 0;
  }

  @Command(
      name = "close",
      mixinStandardHelpOptions = true,
      description = {
        "Closes a connection, or one consumer of it; the application is told why.",
        "What it held goes back to its group."
      },
      footer = {
        "",
        "Examples:",
        "  rewind connection close 00f1e2d3c4b5a697 --reconnect",
        "  rewind connection close 00f1e2d3c4b5a697 --consumer 3 --reason 'stuck'"
      })
  int close(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "ID", description = "As the list has it.") String id,
      @Option(
              names = "--consumer",
              paramLabel = "NUMBER",
              description = "Only this consumer; 'show' has its number.")
          @Nullable Long consumer,
      @Option(names = "--reason", paramLabel = "TEXT", description = "What the client is told.")
          @Nullable String reason,
      @Option(
              names = "--reconnect",
              description = "The client comes back by itself; its application hears nothing.")
          boolean reconnect) {
    PrintWriter out = CommandOutput.of(spec);
    if (consumer == null) {
      admin.client().closeConnection(id, reason, reconnect);
      out.println("closed connection " + id);
    } else if (reconnect) {
      throw new IllegalArgumentException("--reconnect is for connections, not for consumers");
    } else {
      admin.client().closeConsumer(id, consumer, reason);
      out.println("closed consumer " + consumer + " of connection " + id);
    }
    return 0;
  }

  private static void table(JsonNode page, PrintWriter out) {
    out.println(row("ID", "USER", "CLIENT ID", "ADDRESS", "TLS", "SINCE", "IDLE S", "CONSUMERS"));
    for (JsonNode one : page.path("connections")) {
      out.println(
          row(
              one.path("id").asText(),
              one.path("user").asText("-"),
              one.path("clientId").asText("-"),
              one.path("address").asText(),
              one.path("tls").isNull() ? "no" : "yes",
              one.path("since").asText(),
              Long.toString(one.path("idleMillis").asLong() / 1000),
              one.path("consumers").asText()));
    }
    if (page.path("after").isNumber()) {
      out.println("there are more: --after " + page.path("after").asText());
    }
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "%-16s %-16s %-16s %-22s %-4s %-25s %7s %9s", cells);
  }
}
