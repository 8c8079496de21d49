// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.openapi;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The document that the running server gives. */
record OpenApiDocument(JsonNode root) {
  /** One method. */
  record Operation(String verb, String path, JsonNode node) {
    /** For example {@code GET /api/v1/users}. */
    String method() {
      return verb + " " + path;
    }
  }

  static OpenApiDocument read(ObjectMapper json) throws IOException {
    return new OpenApiDocument(
        json.readTree(
            given().get("/q/openapi?format=json").then().statusCode(200).extract().asString()));
  }

  List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        verb ->
                            all.add(
                                new Operation(
                                    verb.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    verb.getValue()))));
    return all;
  }

  /** What a reference leads to; what is none is itself. */
  JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : root.at(reference.substring(1));
  }

  JsonNode schema(String name) {
    return root.path("components").path("schemas").path(name);
  }
}
