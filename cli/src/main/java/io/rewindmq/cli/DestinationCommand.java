// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rewind destination}: queues and topics with their settings. */
@Command(
    name = "destination",
    mixinStandardHelpOptions = true,
    description = "Lists, shows, creates, changes and deletes queues and topics.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A setting that was not said for a destination is the broker's default, also when that",
      "changes.",
      "",
      "Examples:",
      "  rewind destination list",
      "  rewind destination show orders",
      "  rewind destination create orders --deliveries-max 5 --dead-letter-queue dead",
      "  rewind destination create --topic prices --partitions 4",
      "  rewind destination set orders --expiry-queue late --reset deliveries-max",
      "  rewind destination delete orders"
    })
final class DestinationCommand {
  @Spec private @Nullable CommandSpec spec;

  /** How the answer is printed. */
  static final class Format {
    @Option(names = "--json", description = "Print what the broker tells, as JSON.")
    private boolean json;

    void print(JsonNode answer, PrintWriter out, BiConsumer<JsonNode, PrintWriter> forPeople) {
      if (json) {
        out.println(answer.toPrettyString());
      } else {
        forPeople.accept(answer, out);
      }
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists every destination, temporary ones too.")
  int list(@Mixin AdminOptions admin, @Mixin Format format) {
    format.print(admin.client().destinations(), CommandOutput.of(spec), DestinationText::list);
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one destination, and where each setting comes from.")
  int show(@Mixin AdminOptions admin, @Mixin Format format, @Mixin DestinationOptions destination) {
    format.print(
        admin.client().destination(destination.kind(), destination.name()),
        CommandOutput.of(spec),
        DestinationText::show);
    return 0;
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Creates a queue or topic; succeeds when it is there just like that.",
      footer = {
        "",
        "Examples:",
        "  rewind destination create orders --deliveries-max 5 --dead-letter-queue dead",
        "  rewind destination create --topic prices --partitions 4 --retention-bytes 0"
      })
  int create(
      @Mixin AdminOptions admin,
      @Mixin Format format,
      @Mixin DestinationOptions destination,
      @Option(
              names = "--partitions",
              paramLabel = "COUNT",
              defaultValue = "1",
              description = "Can't be changed later (default: ${DEFAULT-VALUE}).")
          int partitions,
      @Mixin SettingOptions settings) {
    Map<String, @Nullable Object> body = settings.said();
    body.put("name", destination.name());
    body.put("kind", destination.kind());
    body.put("partitions", partitions);
    format.print(
        admin.client().createDestination(body),
        CommandOutput.of(spec),
        (answer, out) -> out.println("created " + destination.text()));
    return 0;
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Changes settings, for messages that are there too; the others stay.",
      footer = {
        "",
        "Examples:",
        "  rewind destination set orders --deliveries-max 5",
        "  rewind destination set orders --reset deliveries-max --reset expiry-queue"
      })
  int set(
      @Mixin AdminOptions admin,
      @Mixin Format format,
      @Mixin DestinationOptions destination,
      @Mixin SettingOptions settings,
      @Option(
              names = "--reset",
              paramLabel = "SETTING",
              description = "Follows the broker's default again; may be repeated.")
          @Nullable List<String> reset) {
    Map<String, @Nullable Object> body = settings.said();
    for (String option : reset == null ? List.<String>of() : reset) {
      if (body.put(field(option), null) != null) {
        throw wrongUsage(destination, "--" + option + " is said and reset; expected one of them");
      }
    }
    if (body.isEmpty()) {
      throw wrongUsage(destination, "expected a setting, for example --deliveries-max 5");
    }
    format.print(
        admin.client().changeDestination(destination.kind(), destination.name(), body),
        CommandOutput.of(spec),
        DestinationText::show);
    return 0;
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Deletes a destination with its messages, its history and its subscriptions.")
  int delete(
      @Mixin AdminOptions admin,
      @Mixin DestinationOptions destination,
      @Option(
              names = "--force",
              description =
                  "Also while consumers are connected: they end, and their applications are told.")
          boolean force) {
    admin.client().deleteDestination(destination.kind(), destination.name(), force);
    CommandOutput.of(spec).println("deleted " + destination.text());
    return 0;
  }

  private ParameterException wrongUsage(DestinationOptions destination, String text) {
    CommandSpec own = Objects.requireNonNull(spec);
    return new ParameterException(
        own.subcommands().get("set"), text + " (" + destination.text() + ")");
  }

  /** For example {@code deliveriesMax} for {@code deliveries-max}. */
  private static String field(String option) {
    StringBuilder field = new StringBuilder();
    for (String word : option.split("-", -1)) {
      field.append(
          field.isEmpty() || word.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return field.toString();
  }
}
