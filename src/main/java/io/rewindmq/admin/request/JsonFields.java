// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.request;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's body. What is wrong with one is a problem that says what was expected
 * and what was there.
 */
public final class JsonFields {
  private static final String WHOLE_NUMBER = "a whole number";
  private static final String TEXT = "a text";

  private final JsonNode object;

  private JsonFields(JsonNode object) {
    this.object = object;
  }

  /**
   * Reads a body.
   *
   * @param known all fields that it may have
   * @throws ProblemException 400: it is no JSON object, has a field twice, or an unknown one
   */
  public static JsonFields parse(ObjectMapper json, String body, List<String> known) {
    return of(read(json, body), known);
  }

  private static JsonFields of(JsonNode read, List<String> known) {
    if (!read.isObject()) {
      throw invalid("expected a JSON object with some of " + String.join(", ", known));
    }
    read.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw invalid("unknown field \"" + name + "\"; " + NearestNames.hint(name, known));
              }
            });
    return new JsonFields(read);
  }

  private static JsonNode read(ObjectMapper json, String body) {
    try {
      return json.reader()
          .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(body);
    } catch (JsonProcessingException e) {
      boolean isTwice = e.getOriginalMessage().startsWith("Duplicate");
      throw invalid(
          isTwice
              ? "Duplicate field: each may be there once"
              : "the body is not a JSON object" + place(e.getLocation()));
    }
  }

  /** The library's own words name its classes, and repeat what was sent. */
  private static String place(@Nullable JsonLocation at) {
    return at == null || at.getLineNr() < 1
        ? ""
        : ": it can't be read on from line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  public boolean has(String name) {
    return object.has(name);
  }

  /** Whether it is there and null. */
  public boolean isNull(String name) {
    return object.path(name).isNull();
  }

  /** Null where there is none. */
  public @Nullable String text(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw unexpected(name, TEXT, value);
    }
    return value.textValue();
  }

  /** One that must be there. */
  public String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw invalid("the field \"" + name + "\" is missing; expected " + TEXT);
    }
    return text;
  }

  /** The default where there is none or null. */
  public long number(String name, long byDefault) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return byDefault;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw unexpected(name, WHOLE_NUMBER, value);
    }
    return value.longValue();
  }

  /** The default where there is none or null. */
  public int smallNumber(String name, int byDefault) {
    long number = number(name, byDefault);
    if (number != (int) number) {
      throw invalid(
          "\"" + name + "\": expected " + WHOLE_NUMBER + " of at most ten digits, got " + number);
    }
    return (int) number;
  }

  /** The default where there is none or null. */
  public boolean flag(String name, boolean byDefault) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return byDefault;
    }
    if (!value.isBoolean()) {
      throw unexpected(name, "true or false", value);
    }
    return value.booleanValue();
  }

  /** Empty where there is none or null. */
  public List<String> texts(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(one -> texts.add(one.isTextual() ? one.textValue() : ""));
    }
    if (!value.isArray() || texts.contains("")) {
      throw unexpected(name, "a list of texts", value);
    }
    return texts;
  }

  /**
   * The objects in a list; none where there is none or null.
   *
   * @param known all fields that each may have
   */
  public List<JsonFields> objects(String name, List<String> known) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw unexpected(name, "a list of objects", value);
    }
    List<JsonFields> objects = new ArrayList<>();
    value.forEach(one -> objects.add(of(one, known)));
    return objects;
  }

  /** The value as it is; null where there is none or it is null. */
  public @Nullable JsonNode value(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** As it came, for the audit. */
  public String asText() {
    return object.toString();
  }

  private static ProblemException unexpected(String name, String expected, JsonNode got) {
    return invalid("\"" + name + "\": expected " + expected + ", got " + got);
  }

  public static ProblemException invalid(String detail) {
    return new ProblemException(Response.Status.BAD_REQUEST, detail);
  }
}
