// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of the pending messages, and how. */
final class ChoiceOptions {
  @Option(names = "--all", description = "All of them.")
  private boolean all;

  @Option(
      names = "--selector",
      paramLabel = "SELECTOR",
      description = "Those that fit this JMS selector.")
  private @Nullable String selector;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The one with this JMSMessageID; may be repeated.")
  private List<String> ids = List.of();

  @Option(
      names = "--offset",
      paramLabel = "PARTITION:OFFSET",
      description = "The one at this place; may be repeated.")
  private List<String> offsets = List.of();

  @Option(names = "--dry-run", description = "Only count them and show some; nothing is changed.")
  private boolean dryRun;

  @Option(
      names = "--rate",
      paramLabel = "COUNT",
      description = "At most so many messages a second (default: as fast as possible).")
  private int rate;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; goes on record in the audit.")
  private @Nullable String reason;

  @Option(
      names = "--no-wait",
      description = "Do not wait for the end; 'rewind operation show' tells how far it is.")
  private boolean noWait;

  @Option(names = "--json", description = "Print the broker's answer as it is.")
  private boolean json;

  boolean waits() {
    return !noWait;
  }

  boolean isJson() {
    return json;
  }

  /** The fields of the request. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (all) {
      fields.put("all", true);
    }
    if (selector != null) {
      fields.put("selector", selector);
    }
    if (!ids.isEmpty()) {
      fields.put("ids", ids);
    }
    if (!offsets.isEmpty()) {
      fields.put("offsets", offsets);
    }
    if (dryRun) {
      fields.put("dryRun", true);
    }
    if (rate != 0) {
      fields.put("messagesPerSecond", rate);
    }
    if (reason != null) {
      fields.put("reason", reason);
    }
    return fields;
  }
}
