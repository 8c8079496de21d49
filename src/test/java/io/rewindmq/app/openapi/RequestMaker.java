// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes requests of an operation: as the document wants them, and with something wrong. */
final class RequestMaker {
  private static final List<String> SEGMENTS =
      List.of(
          "fuzz-a",
          "fuzz-b",
          "queue",
          "topic",
          "none",
          "0",
          "-1",
          "99999999999999999999",
          "1e9",
          "%00",
          "a%0d%0aX:%20y",
          "%7f",
          "%zz",
          "%",
          "%c0%af",
          "%ff%fe",
          "%2e%2e",
          "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
          "%252e",
          "%F0%9F%90%87",
          "%ED%A0%80",
          "a%2Fb",
          "a;b=c",
          "a+b",
          "..",
          "null",
          "0123456789abcdef",
          "x".repeat(1500));

  private static final List<String> QUERIES =
      List.of(
          "",
          "1",
          "0",
          "-1",
          "1001",
          "9223372036854775808",
          "1.5",
          "true",
          "TRUE",
          "%00",
          "%zz",
          "%",
          "a%26b",
          "%F0%9F%90%87",
          "%ff",
          "x".repeat(3000),
          "fuzz-a",
          "earliest",
          "latest",
          "-PT1H",
          "2026-11-20T08:00:00Z",
          "0.-1.0",
          "0.9.999999999999999999",
          "country%20=%20%27FR%27",
          "country%20=",
          "(".repeat(900),
          "[]");

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/json; charset=utf-8",
          "application/json;charset=utf-16",
          "application/json; charset=nonsense",
          "application/merge-patch+json",
          "text/plain",
          "application/xml",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "///",
          "json",
          "");

  private static final List<String> ACCEPTS =
      List.of(
          "*/*", "application/json", "text/html", "image/png", "application/json;q=0", ";;", "");

  /** With method and version, the first line of a request has at most 4096. */
  private static final int TARGET_CHARS_MAX = 4_050;

  private final OpenApiDocument document;
  private final Random random;
  private final String login;

  RequestMaker(OpenApiDocument document, Random random, String login) {
    this.document = document;
    this.random = random;
    this.login = login;
  }

  /**
   * A request.
   *
   * @param shown its start, for people
   * @param isOfTheOperation false = it may have reached another one, or none
   * @param isUri whether its target can be read; if not, the framework answers without us
   */
  record Request(ByteBuffer bytes, String shown, boolean isOfTheOperation, boolean isUri) {}

  Request make(OpenApiDocument.Operation operation) {
    boolean isOf = !chance(20);
    String verb = isOf ? operation.verb() : pick(List.of("GET", "PUT", "TRACE", "FOO"));
    StringBuilder target = new StringBuilder();
    for (String part : operation.path().split("(?=\\{)|(?<=})", -1)) {
      boolean isName = part.startsWith("{");
      String segment = isName ? segment(operation, part.substring(1, part.length() - 1)) : part;
      isOf &= !isName || (!segment.equals("..") && !segment.contains("%2e%2e"));
      target.append(segment);
    }
    target.append(query(operation));
    byte[] body = body(operation);
    StringBuilder head = new StringBuilder();
    head.append(verb).append(' ').append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
    head.append("Connection: close\r\nAuthorization: ").append(login).append("\r\n");
    if (chance(8)) {
      head.append("Accept: ").append(pick(ACCEPTS)).append("\r\n");
    }
    if (body.length > 0 || chance(10)) {
      String type = chance(6) ? pick(TYPES) : "application/json";
      if (!type.isEmpty()) {
        head.append("Content-Type: ").append(type).append("\r\n");
      }
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    String text = all.toString(StandardCharsets.ISO_8859_1).replace(login, "…");
    return new Request(
        ByteBuffer.wrap(all.toByteArray()),
        text.substring(0, Math.min(1500, text.length())),
        isOf,
        isUri(target.toString()));
  }

  private static boolean isUri(String target) {
    try {
      return target.length() < TARGET_CHARS_MAX && new URI(target).getRawPath() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private String segment(OpenApiDocument.Operation operation, String name) {
    if (name.equals("kind") && !chance(4)) {
      return pick(List.of("queue", "topic"));
    }
    if (operation.path().endsWith("/messages/{id}") && !chance(4)) {
      return pick(List.of("0:0", "0:1", "1:0", "0%3A2", "ID:rw-0123456789abcdef-1-42"));
    }
    if (name.equals("id") && !chance(4)) {
      return "%016x".formatted(random.nextLong());
    }
    if (chance(3)) {
      return pick(List.of("fuzz-a", "fuzz-b"));
    }
    return operation.verb().equals("PUT") && chance(2) ? "fuzz-c" : pick(SEGMENTS);
  }

  private String query(OpenApiDocument.Operation operation) {
    List<String> names = new ArrayList<>(List.of("unknown"));
    for (JsonNode parameter : operation.node().path("parameters")) {
      JsonNode described = document.resolved(parameter);
      if (described.path("in").asText().equals("query")) {
        names.add(described.path("name").asText());
      }
    }
    StringBuilder query = new StringBuilder();
    while (chance(2) && query.length() < 4000) {
      query.append(query.isEmpty() ? '?' : '&').append(pick(names));
      if (!chance(8)) {
        query.append('=').append(pick(QUERIES));
      }
    }
    return query.toString();
  }

  private byte[] body(OpenApiDocument.Operation operation) {
    JsonNode body = document.resolved(operation.node().path("requestBody"));
    if (!body.has("content")) {
      return chance(10) ? "{}".getBytes(StandardCharsets.UTF_8) : new byte[0];
    }
    JsonNode schema = body.path("content").path("application/json").path("schema");
    String text = new JsonMaker(document, random).text(schema);
    return switch (random.nextInt(14)) {
      case 0 -> utf8(text.substring(0, random.nextInt(text.length() + 1)));
      case 1 -> utf8("[".repeat(30_000));
      case 2 -> utf8("{\"a\":".repeat(9_000));
      case 3 -> utf8(text + text);
      case 4 -> new byte[0];
      case 5 -> utf8("\uFEFF" + text);
      case 6 -> flipped(utf8(text));
      case 7 -> utf8("{\"name\": \"" + "x".repeat(70_000) + "\"}");
      case 8 ->
          utf8(pick(List.of("null", "[]", "1", "\"x\"", "true", "NaN", "{\"a\":}", "{'a':1}")));
      case 9 -> text.getBytes(StandardCharsets.UTF_16);
      default -> utf8(text);
    };
  }

  private byte[] flipped(byte[] bytes) {
    for (int i = 0; i < 3 && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
