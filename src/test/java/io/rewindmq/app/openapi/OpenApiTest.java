// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.rewindmq.app.Administrator;
import io.rewindmq.app.rest.RestRightsTest;
import io.rewindmq.delivery.Setting;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI document is complete and says what the resources and the page say. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are injected, or read before each test
class OpenApiTest {
  private static final Pattern ON_THE_PAGE =
      Pattern.compile("`(GET|POST|PUT|PATCH|DELETE) (/[^`?]*)[^`]*`");
  private static final Pattern NAME_IN_PATH = Pattern.compile("\\{([^}]+)}");

  @Inject ObjectMapper json;

  private OpenApiDocument document;

  @BeforeEach
  void read() throws IOException {
    document = OpenApiDocument.read(json);
  }

  private Set<String> methods() {
    return document.operations().stream()
        .map(OpenApiDocument.Operation::method)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void hasEveryMethodOfRest() {
    assertThat(methods()).isEqualTo(RestRightsTest.methods());
  }

  @Test
  void hasWhatThePageHas() throws IOException {
    Set<String> page =
        ON_THE_PAGE
            .matcher(Files.readString(Path.of("docs/rest-api.md")))
            .results()
            .map(found -> found.group(1) + " /api/v1" + found.group(2))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(methods()).isEqualTo(page);
  }

  @Test
  void saysOfEveryMethodWhatItDoesAndWhoMay() {
    Set<String> ids = new TreeSet<>();
    for (OpenApiDocument.Operation one : document.operations()) {
      JsonNode operation = one.node();
      assertThat(operation.path("summary").asText()).as(one.method()).isNotBlank();
      assertThat(ids.add(operation.path("operationId").asText())).as(one.method()).isTrue();
      assertThat(operation.path("x-rewind-action").asText()).as(one.method()).contains(".");
      assertThat(operation.path("description").asText())
          .as("who may %s: anyOf or needs of its @Action", one.method())
          .startsWith("Needs ")
          .isNotEqualTo("Needs a login.");
      assertThat(operation.path("tags").size()).as(one.method()).isEqualTo(1);
    }
  }

  @Test
  void describesEveryParameterWithWhatItMayBe() {
    for (OpenApiDocument.Operation one : document.operations()) {
      List<String> inPath = new ArrayList<>();
      for (JsonNode parameter : one.node().path("parameters")) {
        JsonNode described = document.resolved(parameter);
        String name = described.path("name").asText();
        assertThat(described.path("description").asText())
            .as("%s of %s, to be described in META-INF/openapi.yaml", name, one.method())
            .isNotBlank();
        assertThat(described.path("schema").has("type")).as(one.method() + " " + name).isTrue();
        if (described.path("in").asText().equals("path")) {
          inPath.add(name);
        }
      }
      assertThat(inPath)
          .as(one.method())
          .containsExactlyInAnyOrderElementsOf(
              NAME_IN_PATH.matcher(one.path()).results().map(found -> found.group(1)).toList());
    }
  }

  @Test
  void describesEveryBody() {
    for (OpenApiDocument.Operation one : document.operations()) {
      boolean wantsBody = Set.of("POST", "PUT", "PATCH").contains(one.verb());
      boolean isOrder = one.path().endsWith("/reload") || one.path().endsWith("/backup");
      JsonNode body = document.resolved(one.node().path("requestBody"));
      JsonNode schema = body.path("content").path("application/json").path("schema");
      assertThat(schema.isObject()).as("body of " + one.method()).isEqualTo(wantsBody && !isOrder);
    }
  }

  @Test
  void knowsEveryAnswer() {
    for (OpenApiDocument.Operation one : document.operations()) {
      List<String> statuses = new ArrayList<>();
      one.node()
          .path("responses")
          .properties()
          .forEach(
              answer -> {
                statuses.add(answer.getKey());
                JsonNode content = answer.getValue().path("content");
                String as = one.method() + " " + answer.getKey();
                assertThat(answer.getValue().path("description").asText()).as(as).isNotBlank();
                if (answer.getKey().compareTo("400") >= 0) {
                  assertThat(content.path("application/problem+json").path("schema").path("$ref"))
                      .as(as)
                      .hasToString("\"#/components/schemas/Problem\"");
                } else if (!answer.getKey().equals("204")) {
                  String type =
                      one.path().endsWith("/backup") ? "application/x-tar" : "application/json";
                  assertThat(content.path(type).path("schema").isObject()).as(as).isTrue();
                }
              });
      assertThat(statuses).as(one.method()).contains("400", "401", "403", "406", "429", "503");
      assertThat(statuses).as(one.method()).anyMatch(status -> status.startsWith("2"));
    }
  }

  @Test
  void knowsEverySettingAndHowToLogIn() {
    JsonNode settings = document.schema("Settings").path("properties");
    for (Setting setting : Setting.values()) {
      assertThat(settings.has(setting.text())).as(setting.text()).isTrue();
    }
    assertThat(document.root().path("components").path("securitySchemes").size()).isEqualTo(3);
    assertThat(document.root().path("security").size()).isEqualTo(4);
  }

  @Test
  void saysWhichFieldsOfAnswersMayBeNull() {
    JsonNode row = document.schema("ConnectionRow");
    assertThat(row.path("properties").path("user").path("type"))
        .hasToString("[\"string\",\"null\"]");
    assertThat(row.path("required").toString()).contains("\"id\"").doesNotContain("\"user\"");
  }

  @Test
  void isBehindTheSameGateAsTheRest() {
    given().get("/q/swagger-ui/").then().statusCode(200).contentType("text/html");
    Administrator.enter();
    try {
      for (String path : List.of("/q/openapi", "/q/swagger-ui/")) {
        given().get(path).then().statusCode(401).contentType("application/problem+json");
        Administrator.as().get(path).then().statusCode(200);
      }
    } finally {
      Administrator.leave();
    }
  }
}
