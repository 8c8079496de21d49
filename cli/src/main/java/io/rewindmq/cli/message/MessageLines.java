// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** Messages for people. */
final class MessageLines {
  private static final int BODY_LENGTH_MAX = 60;

  private MessageLines() {}

  /** A table, and how to get the next page. */
  static void page(JsonNode page, PrintWriter out) {
    out.println(row("PLACE", "APPENDED", "STATE", "DELIVERIES", "PRIORITY", "BODY"));
    page.path("messages").forEach(message -> out.println(row(message)));
    if (!page.path("cursor").isNull()) {
      out.println(
          "looked at "
              + page.path("looked").asText()
              + " messages; there is more: --cursor "
              + page.path("cursor").asText());
    }
  }

  static String row(JsonNode message) {
    return row(
        place(message),
        message.path("appended").asText("-"),
        message.path("state").asText("-"),
        message.path("deliveries").asText("-"),
        message.path("priority").asText(),
        body(message.path("body")));
  }

  private static String row(
      String place,
      String appended,
      String state,
      String deliveries,
      String priority,
      String body) {
    return String.format(
            Locale.ROOT,
            "%-12s %-25s %-10s %10s %8s  %s",
            place,
            appended,
            state,
            deliveries,
            priority,
            body)
        .stripTrailing();
  }

  private static String place(JsonNode message) {
    return message.path("partition").asText() + ":" + message.path("offset").asText();
  }

  /** The beginning of a body, in one line. */
  private static String body(JsonNode body) {
    String type = body.path("type").asText();
    String shown =
        switch (type) {
          case "text" -> body.path("text").asText("(no text)");
          case "map" -> body.path("map").toString();
          case "stream" -> body.path("stream").toString();
          default -> "(" + type + ", " + body.path("bytes").asText() + " bytes)";
        };
    String line = shown.replaceAll("\\s+", " ");
    return line.length() <= BODY_LENGTH_MAX ? line : line.substring(0, BODY_LENGTH_MAX) + "…";
  }

  /** Everything of one message. */
  static void whole(JsonNode message, PrintWriter out) {
    for (String field :
        new String[] {
          "appended",
          "state",
          "deliveries",
          "messageId",
          "timestamp",
          "persistent",
          "priority",
          "expiration",
          "delivery",
          "correlationId",
          "type",
          "replyTo"
        }) {
      if (message.has(field)) {
        line(out, field, message.path(field).asText());
      }
    }
    line(out, "place", place(message));
    message
        .path("properties")
        .properties()
        .forEach(
            property ->
                line(
                    out,
                    property.getKey(),
                    property.getValue().asText()
                        + " ("
                        + message.path("propertyTypes").path(property.getKey()).asText()
                        + ")"));
    JsonNode body = message.path("body");
    line(
        out,
        "body",
        body.path("type").asText()
            + ", "
            + body.path("bytes").asText()
            + " bytes"
            + (body.path("truncated").asBoolean() ? ", cut: --body-bytes shows more" : ""));
    out.println();
    for (String field : new String[] {"text", "base64", "map", "stream"}) {
      if (body.has(field)) {
        JsonNode value = body.path(field);
        out.println(value.isTextual() ? value.asText() : value.toPrettyString());
      }
    }
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println(String.format(Locale.ROOT, "%-24s %s", name, value));
  }
}
