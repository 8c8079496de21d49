// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.message;

import io.rewindmq.cli.admin.AdminClient;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which part of what a destination keeps. */
final class HistoryOptions {
  @Option(
      names = "--history",
      description = "What the queue or topic of that name keeps, settled or not.")
  private boolean history;

  @Option(names = "--topic", description = "Of a topic's history, not a queue's.")
  private boolean topic;

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      description =
          "Begin at: earliest, an offset (42), an instant (2026-11-20T08:00:00Z) or a duration back"
              + " (-PT1H).")
  private @Nullable String from;

  @Option(names = "--partition", paramLabel = "NUMBER", description = "Only this partition.")
  private @Nullable Integer partition;

  /** Whether the history is asked for, not what is pending. */
  boolean isWanted() {
    return history || topic || from != null || partition != null;
  }

  String path(String name) {
    return "/api/v1/destinations/"
        + (topic ? "topic/" : "queue/")
        + AdminClient.encode(name)
        + "/messages";
  }

  Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    if (from != null) {
      query.put("from", from);
    }
    if (partition != null) {
      query.put("partition", String.valueOf(partition));
    }
    return query;
  }
}
