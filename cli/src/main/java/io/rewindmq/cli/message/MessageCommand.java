// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.rewindmq.cli.AdminOptions;
import io.rewindmq.cli.CommandOutput;
import io.rewindmq.cli.admin.AdminClient;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rewind message}: looks at messages, sends one, moves, copies and deletes many. */
@Command(
    name = "message",
    mixinStandardHelpOptions = true,
    description = "Looks at messages, sends one, moves, copies and deletes many.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = MessageSendCommand.class,
    footer = {
      "",
      "Examples:",
      "  rewind message browse orders --limit 20",
      "  rewind message browse billing.orders --selector country='FR'",
      "  rewind message browse orders --history --from -PT1H",
      "  rewind message show orders 0:42",
      "  rewind message send orders hello --property country=FR --priority 7",
      "  rewind message move orders --to orders.parked --selector country='FR' --dry-run",
      "  rewind message copy orders --to orders.test --offset 0:42",
      "  rewind message delete orders --all --reason cleanup"
    })
public final class MessageCommand {
  private static final String GROUP = "Name of the queue or subscription.";

  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "browse",
      mixinStandardHelpOptions = true,
      description = "Lists what is pending in a queue or subscription, or what is kept.")
  int browse(
      @Mixin AdminOptions admin,
      @Mixin PageOptions page,
      @Mixin HistoryOptions history,
      @Option(
              names = "--selector",
              paramLabel = "SELECTOR",
              description = "Only those that fit this JMS selector.")
          @Nullable String selector,
      @Parameters(paramLabel = "GROUP", description = GROUP) String group) {
    Map<String, String> query = page.query();
    if (selector != null) {
      query.put("selector", selector);
    }
    query.putAll(history.query());
    String path =
        history.isWanted()
            ? history.path(group)
            : "/api/v1/groups/" + AdminClient.encode(group) + "/messages";
    JsonNode answer = admin.client().fetch(path + PageOptions.text(query));
    PrintWriter out = CommandOutput.of(spec);
    if (page.isJson()) {
      out.println(answer.toPrettyString());
    } else {
      MessageLines.page(answer, out);
    }
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one message that a queue or topic keeps.")
  int show(
      @Mixin AdminOptions admin,
      @Mixin HistoryOptions history,
      @Option(
              names = "--body-bytes",
              paramLabel = "BYTES",
              defaultValue = "1048576",
              description = "So much of the body, up to 16777216 (default: ${DEFAULT-VALUE}).")
          int bodyBytes,
      @Option(names = "--json", description = "Print the broker's answer as it is.") boolean isJson,
      @Parameters(paramLabel = "NAME", description = "Name of the queue or topic.") String name,
      @Parameters(paramLabel = "ID", description = "PARTITION:OFFSET, or a JMSMessageID.")
          String id) {
    Map<String, String> query = history.query();
    query.put("bodyBytes", String.valueOf(bodyBytes));
    JsonNode message =
        admin
            .client()
            .fetch(history.path(name) + "/" + AdminClient.encode(id) + PageOptions.text(query));
    PrintWriter out = CommandOutput.of(spec);
    if (isJson) {
      out.println(message.toPrettyString());
    } else {
      MessageLines.whole(message, out);
    }
    return 0;
  }

  @Command(
      name = "move",
      mixinStandardHelpOptions = true,
      description = "Moves what is pending to another queue or topic.")
  int move(
      @Mixin AdminOptions admin,
      @Mixin ChoiceOptions choice,
      @Option(
              names = "--to",
              required = true,
              paramLabel = "NAME",
              description = "Where to: a queue, or topic://NAME.")
          String to,
      @Parameters(paramLabel = "GROUP", description = GROUP) String group) {
    return begin(admin, choice, group, "move", to);
  }

  @Command(
      name = "copy",
      mixinStandardHelpOptions = true,
      description = "Copies what is pending to another queue or topic.")
  int copy(
      @Mixin AdminOptions admin,
      @Mixin ChoiceOptions choice,
      @Option(
              names = "--to",
              required = true,
              paramLabel = "NAME",
              description = "Where to: a queue, or topic://NAME.")
          String to,
      @Parameters(paramLabel = "GROUP", description = GROUP) String group) {
    return begin(admin, choice, group, "copy", to);
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Ends what is pending, as if it was consumed; it stays in the history.")
  int delete(
      @Mixin AdminOptions admin,
      @Mixin ChoiceOptions choice,
      @Parameters(paramLabel = "GROUP", description = GROUP) String group) {
    return begin(admin, choice, group, "delete", null);
  }

  private int begin(
      AdminOptions admin, ChoiceOptions choice, String group, String verb, @Nullable String to) {
    Map<String, Object> fields = choice.fields();
    if (to != null) {
      fields.put("to", to);
    }
    return new OperationRun(admin.client(), spec)
        .begin("/api/v1/groups/" + AdminClient.encode(group) + "/messages/" + verb, fields, choice);
  }
}
