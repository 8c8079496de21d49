// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.message;

import io.rewindmq.cli.admin.AdminClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which page of messages, and how it is shown. */
final class PageOptions {
  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      defaultValue = "50",
      description = "At most so many messages, up to 1000 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Go on where the page before ended: it printed its cursor.")
  private @Nullable String cursor;

  @Option(
      names = "--body-bytes",
      paramLabel = "BYTES",
      defaultValue = "256",
      description = "So much of each body, up to 65536 (default: ${DEFAULT-VALUE}).")
  private int bodyBytes;

  @Option(names = "--json", description = "Print the broker's answer as it is.")
  private boolean json;

  boolean isJson() {
    return json;
  }

  /** The query of the request. */
  Map<String, String> query() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("limit", String.valueOf(limit));
    query.put("bodyBytes", String.valueOf(bodyBytes));
    if (cursor != null) {
      query.put("cursor", cursor);
    }
    return query;
  }

  /** As it stands in a URL. */
  static String text(Map<String, String> query) {
    return query.entrySet().stream()
        .map(one -> one.getKey() + "=" + AdminClient.encode(one.getValue()))
        .collect(Collectors.joining("&", "?", ""));
  }
}
