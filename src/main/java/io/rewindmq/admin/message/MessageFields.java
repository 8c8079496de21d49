// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.rewindmq.admin.request.JsonFields;
import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.broker.message.OutgoingMessage;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message in a request: one of {@code text}, {@code base64} and {@code map}, or no body. */
final class MessageFields {
  static final List<String> NAMES =
      List.of(
          "text",
          "base64",
          "map",
          "mapTypes",
          "properties",
          "propertyTypes",
          "correlationId",
          "type",
          "priority",
          "persistent",
          "delayMillis",
          "timeToLiveMillis",
          "reason");

  private static final int PRIORITY = 4;
  private static final int PRIORITY_MAX = 9;

  /** Ten years. */
  private static final long MILLIS_MAX = 3_650L * 24 * 3600 * 1000;

  private static final String GROUP_ID = "JMSXGroupID";
  private static final String GROUP_SEQUENCE = "JMSXGroupSeq";

  /** As they are written in the specification: names are case-sensitive. */
  private static final Set<String> RESERVED =
      Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");

  private MessageFields() {}

  /**
   * Reads it.
   *
   * @throws ProblemException 400, with what was expected
   */
  static OutgoingMessage message(JsonFields fields) {
    return new OutgoingMessage(
        body(fields),
        properties(fields),
        fields.text("correlationId"),
        fields.text("type"),
        (int) number(fields, "priority", PRIORITY, PRIORITY_MAX),
        fields.flag("persistent", true),
        number(fields, "delayMillis", 0, MILLIS_MAX),
        number(fields, "timeToLiveMillis", 0, MILLIS_MAX));
  }

  private static @Nullable Object body(JsonFields fields) {
    String text = fields.text("text");
    String base64 = fields.text("base64");
    JsonNode map = fields.value("map");
    if ((text == null ? 0 : 1) + (base64 == null ? 0 : 1) + (map == null ? 0 : 1) > 1) {
      throw JsonFields.invalid("expected one of \"text\", \"base64\" and \"map\", got several");
    }
    if (map != null) {
      Map<String, @Nullable Object> values =
          TypedValues.read("map", map, fields.value("mapTypes"), true);
      if (values.containsKey("")) {
        throw JsonFields.invalid("\"map\": expected names, got an empty one");
      }
      return values;
    }
    return base64 == null ? text : decoded(base64);
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw JsonFields.invalid("\"base64\": " + e.getMessage());
    }
  }

  private static Map<String, @Nullable Object> properties(JsonFields fields) {
    Map<String, @Nullable Object> properties =
        TypedValues.read(
            "properties", fields.value("properties"), fields.value("propertyTypes"), false);
    properties.forEach(MessageFields::check);
    return properties;
  }

  private static void check(String name, @Nullable Object value) {
    if (!isIdentifier(name)) {
      throw JsonFields.invalid(
          "\"properties\": a name must be a Java identifier and no reserved word of selectors,"
              + " got \""
              + name
              + "\"");
    }
    if (!name.startsWith("JMS")) {
      return;
    }
    boolean isRight =
        switch (name) {
          case GROUP_ID -> value instanceof String;
          case GROUP_SEQUENCE -> value instanceof Integer;
          default -> false;
        };
    if (!isRight) {
      throw JsonFields.invalid(
          "\"properties\": of the names that begin with JMS only "
              + GROUP_ID
              + " (a text) and "
              + GROUP_SEQUENCE
              + " (an int) can be set, got \""
              + name
              + "\" of type "
              + TypedValues.typeOf(value));
    }
  }

  private static boolean isIdentifier(String name) {
    return !name.isEmpty()
        && Character.isJavaIdentifierStart(name.charAt(0))
        && name.chars().allMatch(Character::isJavaIdentifierPart)
        && !RESERVED.contains(name);
  }

  private static long number(JsonFields fields, String name, long byDefault, long max) {
    long number = fields.number(name, byDefault);
    if (number < 0 || number > max) {
      throw JsonFields.invalid(
          "\"" + name + "\": expected a whole number from 0 to " + max + ", got " + number);
    }
    return number;
  }
}
