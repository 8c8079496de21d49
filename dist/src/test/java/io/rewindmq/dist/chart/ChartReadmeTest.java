// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The chart's README is made from its values, and its schema knows the same ones. */
class ChartReadmeTest {
  private static final Path README = Chart.FOLDER.resolve("README.md");
  private static final Path VALUES = Chart.FOLDER.resolve("values.yaml");
  private static final String TABLE = "| value | default | meaning |\n|---|---|---|\n";
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z0-9]+):(.*)");

  /** Objects whose inside is the user's. */
  private static final Set<String> OPEN =
      Set.of("resources", "database.bundled.resources", "metrics.dashboard.labels");

  @Test
  void tableIsMadeFromTheValues() throws IOException {
    String readme = Files.readString(README);
    String head = readme.substring(0, readme.indexOf(TABLE) + TABLE.length());
    String tail = readme.substring(readme.indexOf("\n\n## Upgrade"));
    String expected = head + String.join("\n", rows()) + tail;
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(README, expected);
    }
    assertThat(README)
        .as("renew it with -Dtest=ChartReadmeTest -Ddocs.write=true")
        .hasContent(expected);
  }

  private static List<String> rows() throws IOException {
    Map<String, String> meanings = meanings();
    List<String> rows = new ArrayList<>();
    JsonNode values = new ObjectMapper(new YAMLFactory()).readTree(VALUES.toFile());
    for (String key : leaves(values, "")) {
      JsonNode value = values.at("/" + key.replace('.', '/'));
      assertThat(meanings).as("described in values.yaml").containsKey(key);
      rows.add("| `%s` | `%s` | %s |".formatted(key, value, meanings.get(key)));
    }
    return rows;
  }

  private static Set<String> leaves(JsonNode node, String path) {
    Set<String> found = new TreeSet<>();
    node.properties()
        .forEach(
            entry -> {
              String key = path + entry.getKey();
              boolean isLeaf =
                  !entry.getValue().isObject() || entry.getValue().isEmpty() || OPEN.contains(key);
              found.addAll(isLeaf ? Set.of(key) : leaves(entry.getValue(), key + "."));
            });
    return found;
  }

  /** The comment {@code # -- ...} above each value. */
  private static Map<String, String> meanings() throws IOException {
    Map<String, String> meanings = new LinkedHashMap<>();
    List<String> path = new ArrayList<>();
    String comment = "";
    for (String line : Files.readAllLines(VALUES)) {
      Matcher key = KEY.matcher(line);
      if (line.strip().startsWith("# -- ")) {
        comment = line.strip().substring("# -- ".length());
      } else if (key.matches()) {
        int depth = key.group(1).length() / 2;
        path.subList(depth, path.size()).clear();
        path.add(key.group(2));
        if (!comment.isEmpty()) {
          meanings.put(String.join(".", path), comment);
          comment = "";
        }
      }
    }
    return meanings;
  }

  @Test
  void schemaKnowsTheSameValues() throws IOException {
    JsonNode values = new ObjectMapper(new YAMLFactory()).readTree(VALUES.toFile());
    JsonNode schema =
        new ObjectMapper().readTree(Chart.FOLDER.resolve("values.schema.json").toFile());

    Set<String> inSchema = schemaLeaves(schema, "");
    inSchema.remove("global");
    inSchema.removeIf(key -> key.matches(".*resources\\.(requests|limits|claims)"));
    inSchema.add("resources");
    inSchema.add("database.bundled.resources");
    assertThat(inSchema).isEqualTo(leaves(values, ""));
  }

  private static Set<String> schemaLeaves(JsonNode schema, String path) {
    Set<String> found = new TreeSet<>();
    assertThat(schema.path("additionalProperties").asBoolean(true)).as(path).isFalse();
    schema
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              String key = path + entry.getKey();
              boolean isLeaf = !entry.getValue().has("properties");
              found.addAll(isLeaf ? Set.of(key) : schemaLeaves(entry.getValue(), key + "."));
            });
    return found;
  }
}
