// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app.observed;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The dashboard and the alerts ask for what a server really shows. */
@QuarkusTest
class MonitoringTest {
  private static final Path ALERTS = Path.of("monitoring/alerts.yaml");
  private static final Path DASHBOARD = Path.of("monitoring/grafana-dashboard.json");
  private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");

  /** What Prometheus derives from a histogram. */
  private static final Pattern HISTOGRAM_PART = Pattern.compile("_(bucket|sum|count)$");

  @Test
  void dashboardAsksForMetricsThatAreShown() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));
    List<String> expressions = dashboard.findValues("expr").stream().map(JsonNode::asText).toList();
    Set<String> shown = shown();

    assertThat(dashboard.get("title").asText()).isEqualTo("RewindMQ");
    assertThat(dashboard.get("panels")).hasSizeGreaterThan(20);
    assertThat(expressions)
        .hasSizeGreaterThan(30)
        .allSatisfy(expression -> assertThat(shown).containsAll(metricsIn(expression)));
    Set<Integer> ids = new TreeSet<>();
    dashboard.get("panels").forEach(panel -> ids.add(panel.get("id").asInt()));
    assertThat(ids).hasSameSizeAs(dashboard.get("panels"));
  }

  @Test
  void alertsAskForMetricsThatAreShownAndSayWhatToDo() throws IOException {
    String page = Files.readString(Path.of("docs/metrics.md"));
    Set<String> anchors =
        Pattern.compile("(?m)^#+ (.*)$")
            .matcher(page)
            .results()
            .map(heading -> anchor(heading.group(1)))
            .collect(Collectors.toSet());
    Set<String> shown = shown();
    List<Map<String, Object>> alerts = alerts();

    assertThat(alerts)
        .hasSizeGreaterThan(15)
        .allSatisfy(
            alert -> {
              String name = String.valueOf(alert.get("alert"));
              String expression = String.valueOf(alert.get("expr"));
              Map<String, String> labels = texts(part(alert, "labels"));
              Map<String, String> annotations = texts(part(alert, "annotations"));
              assertThat(shown).as(name).containsAll(metricsIn(expression));
              assertThat(metricsIn(expression)).as(name).isNotEmpty();
              assertThat(SEVERITIES).as(name).contains(labels.get("severity"));
              assertThat(annotations.get("summary")).as(name).isNotBlank();
              assertThat(annotations.get("runbook"))
                  .isEqualTo("docs/metrics.md#" + name.toLowerCase(Locale.ROOT));
              assertThat(anchors).contains(name.toLowerCase(Locale.ROOT));
            });
    assertThat(alerts).extracting(alert -> alert.get("alert")).doesNotHaveDuplicates();
    assertThat(anchors.stream().filter(anchor -> anchor.startsWith("rewind")).count())
        .as("a paragraph for each alert and no other")
        .isEqualTo(alerts.size());
  }

  @Test
  void namesAreFoundInExpressions() {
    assertThat(metricsIn("sum by (instance) (rate(rewind_a_total{kind=\"rewind_x\"}[5m])) > jvm_b"))
        .containsExactlyInAnyOrder("rewind_a_total", "jvm_b");
    assertThat(
            metricsIn(
                "histogram_quantile(0.9, sum by (le) (rate(rewind_c_bucket[$__rate_interval])))"))
        .containsExactly("rewind_c");
    assertThat(metricsIn("absent(rewind_d) or on (instance) unknown_e"))
        .containsExactlyInAnyOrder("rewind_d", "unknown_e");
  }

  /** Every name in an expression that is a metric: not a function, a keyword or a label. */
  private static Set<String> metricsIn(String expression) {
    String bare =
        expression
            .replaceAll("\"[^\"]*\"", "")
            .replaceAll("\\{[^}]*}", " ")
            .replaceAll("\\[[^\\]]*]", " ")
            .replaceAll("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)", " ");
    return Pattern.compile("\\b[a-z_][a-z0-9_]*\\b(?!\\s*\\()")
        .matcher(bare)
        .results()
        .map(MatchResult::group)
        .filter(name -> !Set.of("and", "or", "unless", "bool", "offset").contains(name))
        .map(name -> HISTOGRAM_PART.matcher(name).replaceFirst(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> shown() {
    String text = given().accept("text/plain").get("/q/metrics").asString();
    return Pattern.compile("(?m)^# TYPE (\\S+) ")
        .matcher(text)
        .results()
        .map(line -> line.group(1))
        .collect(Collectors.toSet());
  }

  private static List<Map<String, Object>> alerts() throws IOException {
    Object document =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(ALERTS));
    List<Map<String, Object>> alerts = new ArrayList<>();
    for (Object group : list(part(map(document), "groups"))) {
      for (Object rule : list(part(map(group), "rules"))) {
        alerts.add(map(rule));
      }
    }
    return alerts;
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }

  private static Object part(Map<String, Object> of, String key) {
    return Objects.requireNonNull(of.get(key), key);
  }

  private static List<?> list(Object value) {
    return (List<?>) value;
  }

  @SuppressWarnings("unchecked") // keys of a YAML mapping here are texts; another one fails
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static Map<String, String> texts(Object value) {
    return map(value).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
  }
}
