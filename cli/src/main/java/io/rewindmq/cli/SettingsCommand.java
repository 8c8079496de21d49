// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rewind settings}: what a broker was told by its operators. */
@Command(
    name = "settings",
    mixinStandardHelpOptions = true,
    description = "Shows the settings of a running broker, and where each comes from.",
    footer = {
      "",
      "Examples:",
      "  rewind settings --changed",
      "  rewind settings rewind.tls --json"
    })
final class SettingsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private final AdminOptions admin = new AdminOptions();

  @Mixin private final DestinationCommand.Format format = new DestinationCommand.Format();

  @Option(names = "--changed", description = "Only those that somebody has said.")
  private boolean isChangedOnly;

  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      defaultValue = "",
      description = "Only keys that begin so.")
  private String prefix = "";

  @Override
  public Integer call() {
    JsonNode lines = admin.client().settings();
    for (Iterator<JsonNode> each = lines.iterator(); each.hasNext(); ) {
      JsonNode line = each.next();
      boolean isChanged = !line.path("from").asText().equals("default");
      if (!line.path("key").asText().startsWith(prefix) || (isChangedOnly && !isChanged)) {
        each.remove();
      }
    }
    format.print(lines, CommandOutput.of(spec), SettingsCommand::table);
    return 0;
  }

  private static void table(JsonNode lines, PrintWriter out) {
    out.println(row("KEY", "VALUE", "DEFAULT", "FROM"));
    for (JsonNode line : lines) {
      out.println(
          row(
              line.path("key").asText(),
              line.path("value").asText("-"),
              line.path("defaultValue").asText("-"),
              line.path("from").asText()));
    }
  }

  private static String row(String key, String value, String defaultValue, String from) {
    return String.format(Locale.ROOT, "%-42s %-24s %-24s %s", key, value, defaultValue, from);
  }
}
