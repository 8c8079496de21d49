// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** Makes JSON of a schema, now and then with something wrong in it. */
final class JsonMaker {
  private static final List<String> WRONG =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1.5",
          "1e400",
          "-9223372036854775809",
          "99999999999999999999999999",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"a\\r\\nb\\t\\u007f\"",
          "\"\\ud800\"",
          "\"\uD83D\uDC07\"",
          "[]",
          "[null]",
          "[[]]",
          "{}",
          "{\"a\": 1}",
          "\"" + "x".repeat(5_000) + "\"",
          "1" + "0".repeat(2_000));

  private final OpenApiDocument document;
  private final Random random;

  JsonMaker(OpenApiDocument document, Random random) {
    this.document = document;
    this.random = random;
  }

  String text(JsonNode schema) {
    JsonNode known = document.resolved(schema);
    if (known.has("allOf") || known.has("properties")) {
      return object(known);
    }
    if (chance(10)) {
      return WRONG.get(random.nextInt(WRONG.size()));
    }
    if (known.has("examples") && !chance(3)) {
      return known.path("examples").get(random.nextInt(known.path("examples").size())).toString();
    }
    if (known.has("enum")) {
      return known.path("enum").get(random.nextInt(known.path("enum").size())).toString();
    }
    List<String> types = new ArrayList<>();
    if (known.path("type").isArray()) {
      known.path("type").forEach(type -> types.add(type.asText()));
    } else {
      types.add(known.path("type").asText());
    }
    return switch (types.get(random.nextInt(types.size()))) {
      case "boolean" -> String.valueOf(random.nextBoolean());
      case "integer" -> number(known);
      case "array" -> array(known);
      case "null" -> "null";
      default -> string(known);
    };
  }

  private String object(JsonNode schema) {
    StringJoiner fields = new StringJoiner(", ", "{", "}");
    List<JsonNode> parts = new ArrayList<>(List.of(schema));
    schema.path("allOf").forEach(part -> parts.add(document.resolved(part)));
    for (JsonNode part : parts) {
      String required = part.path("required").toString();
      part.path("properties")
          .properties()
          .forEach(
              field -> {
                boolean isThere =
                    required.contains("\"" + field.getKey() + "\"") ? !chance(12) : chance(4);
                if (isThere) {
                  fields.add("\"" + field.getKey() + "\": " + text(field.getValue()));
                }
              });
    }
    if (chance(15)) {
      fields.add("\"unknown\": 1");
    }
    if (chance(15)) {
      fields.add("\"name\": \"twice\"");
    }
    return fields.toString();
  }

  private String number(JsonNode schema) {
    long min = schema.path("minimum").asLong(0);
    long max = schema.path("maximum").asLong(1_000_000);
    return switch (random.nextInt(6)) {
      case 0 -> String.valueOf(min);
      case 1 -> String.valueOf(max);
      case 2 -> String.valueOf(min - 1);
      case 3 -> String.valueOf(max + 1);
      default -> String.valueOf(random.nextLong(min, max + 1));
    };
  }

  private String array(JsonNode schema) {
    StringJoiner all = new StringJoiner(", ", "[", "]");
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      all.add(text(schema.path("items")));
    }
    return all.toString();
  }

  private String string(JsonNode schema) {
    int max = schema.path("maxLength").asInt(100);
    return switch (random.nextInt(8)) {
      case 0 -> "\"" + "y".repeat(Math.min(max, 3_000)) + "\"";
      case 1 -> "\"" + "y".repeat(Math.min(max, 3_000) + 1) + "\"";
      case 2 -> "\"battery staple\"";
      default -> random.nextBoolean() ? "\"fuzz-a\"" : "\"fuzz-b\"";
    };
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
