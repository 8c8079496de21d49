// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** Destinations for people, from what the administration tells of them. */
final class DestinationText {
  private DestinationText() {}

  /** One line each. */
  static void list(JsonNode destinations, PrintWriter out) {
    out.println(row("DESTINATION", "KIND", "PARTITIONS", "GROUPS", "CONSUMERS"));
    for (JsonNode destination : destinations) {
      out.println(
          row(
              destination.path("name").asText(),
              destination.path("kind").asText(),
              Integer.toString(destination.path("partitions").size()),
              destination.path("groups").asText(),
              destination.path("consumers").asText()));
    }
  }

  /** All settings of one. */
  static void show(JsonNode destination, PrintWriter out) {
    out.println(destination.path("kind").asText() + " " + destination.path("name").asText());
    for (String field : new String[] {"groups", "consumers"}) {
      out.println(setting(field, destination.path(field).asText(), ""));
    }
    out.println(setting("partitions", Integer.toString(destination.path("partitions").size()), ""));
    out.println();
    out.println(setting("SETTING", "VALUE", "FROM"));
    destination
        .path("settings")
        .properties()
        .forEach(
            setting ->
                out.println(
                    setting(
                        setting.getKey(),
                        value(setting.getValue().path("value")),
                        setting.getValue().path("from").asText())));
  }

  private static String value(JsonNode value) {
    return value.isNull() ? "none" : value.asText();
  }

  private static String setting(String name, String value, String from) {
    return String.format(Locale.ROOT, "  %-26s %-24s %s", name, value, from).stripTrailing();
  }

  private static String row(
      String name, String kind, String partitions, String groups, String consumers) {
    return String.format(
        Locale.ROOT, "%-32s %-15s %10s %10s %10s", name, kind, partitions, groups, consumers);
  }
}
