// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rewindmq.cli.AdminOptions;
import io.rewindmq.cli.CommandOutput;
import io.rewindmq.cli.admin.AdminClient;
import java.io.PrintWriter;
import java.util.ArrayList;
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

/** {@code rewind deadletter}: why messages failed, and back to where they did. */
@Command(
    name = "deadletter",
    mixinStandardHelpOptions = true,
    description = "Shows dead letters by cause and sends them back to where they failed.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  rewind deadletter list",
      "  rewind deadletter list DLQ.orders --json",
      "  rewind deadletter browse DLQ.orders --cause expired",
      "  rewind deadletter redrive DLQ.orders --all --dry-run",
      "  rewind deadletter redrive DLQ.orders --group billing.orders --rate 50"
    })
public final class DeadLetterCommand {
  private static final String PATH = "/api/v1/dead-letters";

  @Spec private @Nullable CommandSpec spec;

  /** Where dead letters come from and why. */
  static final class OriginOptions {
    @Option(
        names = "--destination",
        paramLabel = "URL",
        description = "Only those that failed there, as in queue://orders.")
    private @Nullable String destination;

    @Option(
        names = "--group",
        paramLabel = "GROUP",
        description = "Only those that this queue or subscription gave up.")
    private @Nullable String group;

    @Option(
        names = "--cause",
        paramLabel = "CAUSE",
        description = "Only those: dead-lettered, expired or overflowed.")
    private @Nullable String cause;

    private void putInto(Map<String, Object> fields) {
      put(fields, "destination", destination);
      put(fields, "group", group);
      put(fields, "cause", cause);
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
      if (value != null) {
        fields.put(name, value);
      }
    }

    private List<String> conditions() {
      List<String> conditions = new ArrayList<>();
      equal(conditions, "JMS_Rewind_Destination", destination);
      equal(conditions, "JMS_Rewind_Group", group);
      equal(conditions, "JMS_Rewind_Reason", cause);
      return conditions;
    }

    private static void equal(List<String> conditions, String property, @Nullable String value) {
      if (value != null) {
        conditions.add(property + " = '" + value.replace("'", "''") + "'");
      }
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists dead letters by where they failed and why.")
  int list(
      @Mixin AdminOptions admin,
      @Option(names = "--json", description = "Print the broker's answer as it is.") boolean isJson,
      @Parameters(
              arity = "0..1",
              paramLabel = "QUEUE",
              description = "Name of the dead-letter queue (default: all of them).")
          @Nullable String queue) {
    AdminClient client = admin.client();
    ArrayNode queues = new ObjectMapper().createArrayNode();
    if (queue == null) {
      client.fetch(PATH).forEach(one -> queues.add(client.fetch(path(one.path("queue").asText()))));
    } else {
      queues.add(client.fetch(path(queue)));
    }
    PrintWriter out = CommandOutput.of(spec);
    if (isJson) {
      out.println(queue == null ? queues.toPrettyString() : queues.get(0).toPrettyString());
      return 0;
    }
    out.println(row("QUEUE", "MESSAGES", "CAUSE", "FAILED IN", "GROUP", "LAST"));
    for (JsonNode one : queues) {
      String name = one.path("queue").asText();
      one.path("causes").forEach(cause -> out.println(row(name, cause)));
      if (!one.path("complete").asBoolean()) {
        out.println(name + ": only " + one.path("looked").asText() + " messages were looked at");
      }
    }
    return 0;
  }

  @Command(
      name = "browse",
      mixinStandardHelpOptions = true,
      description = "Lists what is pending in a dead-letter queue.")
  int browse(
      @Mixin AdminOptions admin,
      @Mixin PageOptions page,
      @Mixin OriginOptions origin,
      @Option(
              names = "--selector",
              paramLabel = "SELECTOR",
              description = "Only those that fit this JMS selector.")
          @Nullable String selector,
      @Parameters(paramLabel = "QUEUE", description = "Name of the dead-letter queue.")
          String queue) {
    List<String> conditions = origin.conditions();
    if (selector != null) {
      conditions.add("(" + selector + ")");
    }
    Map<String, String> query = page.query();
    if (!conditions.isEmpty()) {
      query.put("selector", String.join(" AND ", conditions));
    }
    JsonNode answer =
        admin
            .client()
            .fetch(
                "/api/v1/groups/"
                    + AdminClient.encode(queue)
                    + "/messages"
                    + PageOptions.text(query));
    PrintWriter out = CommandOutput.of(spec);
    if (page.isJson()) {
      out.println(answer.toPrettyString());
    } else {
      MessageLines.page(answer, out);
    }
    return 0;
  }

  @Command(
      name = "redrive",
      mixinStandardHelpOptions = true,
      description = "Sends dead letters back to where they failed.")
  int redrive(
      @Mixin AdminOptions admin,
      @Mixin ChoiceOptions choice,
      @Mixin OriginOptions origin,
      @Parameters(paramLabel = "QUEUE", description = "Name of the dead-letter queue.")
          String queue) {
    Map<String, Object> fields = choice.fields();
    origin.putInto(fields);
    return new OperationRun(admin.client(), spec).begin(path(queue) + "/redrive", fields, choice);
  }

  private static String path(String queue) {
    return PATH + "/" + AdminClient.encode(queue);
  }

  private static String row(String queue, JsonNode cause) {
    return row(
        queue,
        cause.path("messages").asText(),
        cause.path("cause").asText("-"),
        cause.path("destination").asText("-"),
        cause.path("group").asText("-"),
        cause.path("last").asText("-"));
  }

  private static String row(
      String queue, String messages, String cause, String destination, String group, String last) {
    return String.format(
        Locale.ROOT,
        "%-24s %10s %-14s %-28s %-24s %s",
        queue,
        messages,
        cause,
        destination,
        group,
        last);
  }
}
