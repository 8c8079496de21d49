// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rewind audit}: what administrators have done, or tried to do. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Shows what administrators have done or tried to do, the newest first.",
    footer = {
      "",
      "Examples:",
      "  rewind audit --limit 20",
      "  rewind audit --by anna --object 'queue orders' --json"
    })
final class AuditCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private final AdminOptions admin = new AdminOptions();

  @Option(names = "--by", paramLabel = "USER", description = "Only what this user did.")
  private @Nullable String by;

  @Option(
      names = "--object",
      paramLabel = "OBJECT",
      description = "Only what was about this, as in 'queue orders' or 'user billing'.")
  private @Nullable String object;

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      defaultValue = "50",
      description = "At most so many entries, up to 1000 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--before",
      paramLabel = "ID",
      description = "Only what is older than the entry of that number.")
  private @Nullable Long before;

  @Option(names = "--json", description = "Print the broker's answer as it is.")
  private boolean isJson;

  @Override
  public Integer call() {
    Map<String, String> filters = new LinkedHashMap<>();
    filters.put("limit", String.valueOf(limit));
    if (by != null) {
      filters.put("user", by);
    }
    if (object != null) {
      filters.put("object", object);
    }
    if (before != null) {
      filters.put("before", String.valueOf(before));
    }
    JsonNode page = admin.client().audit(filters);
    PrintWriter out = CommandOutput.of(spec);
    if (isJson) {
      out.println(page.toPrettyString());
      return 0;
    }
    out.println(row("ID", "TIME", "USER", "VERB", "OUTCOME", "OBJECT, DETAILS"));
    for (JsonNode entry : page.path("entries")) {
      String details = entry.path("details").asText();
      out.println(
          row(
              entry.path("id").asText(),
              entry.path("time").asText(),
              entry.path("user").asText(),
              entry.path("verb").asText(),
              entry.path("outcome").asText(),
              entry.path("object").asText() + (details.isEmpty() ? "" : ": " + details)));
    }
    return 0;
  }

  private static String row(
      String id, String time, String user, String verb, String outcome, String rest) {
    return String.format(
        Locale.ROOT, "%-8s %-25s %-16s %-20s %-8s %s", id, time, user, verb, outcome, rest);
  }
}
