// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, rendered by Helm with many values. */
class ChartTest {
  private static final Path GOLDEN = Path.of("src/test/resources/chart");
  private static final Path SETTINGS = Path.of("src/main/files/conf/rewindmq.properties");
  private static final Set<String> GIVEN =
      Set.of("my-database", "my-tls", "my-issuers", "my-admin", "my-pull", "default", "scraper");

  private static final Map<String, String> DATABASES =
      Map.of(
          "h2",
          "",
          "external",
          "database: {kind: mariadb, url: 'jdbc:mariadb://db:3307/rewind', existingSecret:"
              + " my-database}\n",
          "bundled",
          "database: {kind: mariadb, bundled: {enabled: true, password: 0123456789}}\n"
              .replace("0123456789", "'0123456789'"));

  private static final Map<String, String> TLS =
      Map.of(
          "plain",
          "",
          "secret",
          "tls: {enabled: true, existingSecret: my-tls}\n",
          "manager",
          "tls: {enabled: true, http: plain, certManager: {enabled: true, issuer: ours}}\n",
          "mutual",
          "tls: {enabled: true, existingSecret: my-tls, clientAuth: required, clientIssuersSecret:"
              + " my-issuers}\n");

  private static final Map<String, String> STORAGE =
      Map.of(
          "made",
          "",
          "claimed",
          "persistence: {existingClaim: mine}\n",
          "none",
          "persistence: {enabled: false}\n");

  private static final Map<String, String> SERVICE =
      Map.of(
          "cluster",
          "",
          "node",
          "service: {type: NodePort, nodePort: 30672}\nserviceAccount: {create: false}\n",
          "balancer",
          """
          service: {type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]}
          administrator: {existingSecret: my-admin, key: pw}
          """);

  private static final Map<String, String> SURROUNDINGS =
      Map.of(
          "nothing",
          "",
          "everything",
          """
          networkPolicy: {enabled: true}
          podDisruptionBudget: {enabled: true}
          ingress: {enabled: true, host: admin.example.com, className: nginx, tlsSecret: my-tls}
          httpRoute: {enabled: true, parentRefs: [{name: gateway}], hostnames: [a.example.com]}
          metrics:
            access: login
            serviceMonitor: {enabled: true, loginSecret: scraper, labels: {release: prometheus}}
            prometheusRule: {enabled: true}
            dashboard: {enabled: true}
          image: {pullSecrets: [my-pull]}
          broker: {settings: {rewind.retention.millis: 86400000, rewind.retention.bytes: 1000000000000}}
          """);

  @Test
  void helmFindsNothingToObjectTo() {
    LintResult result = new Helm(Chart.FOLDER).lint().strict().call();

    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @Test
  void everyCombinationOfValuesKeepsTheRules() throws IOException {
    Set<String> known = knownVariables();
    int combinations = 0;
    for (String database : DATABASES.values()) {
      for (String tls : TLS.values()) {
        for (String storage : STORAGE.values()) {
          for (String service : SERVICE.values()) {
            for (String surroundings : SURROUNDINGS.values()) {
              String values = database + tls + storage + service + surroundings;
              check(values, known);
              combinations++;
            }
          }
        }
      }
    }
    assertThat(combinations).isEqualTo(216);
  }

  private static void check(String values, Set<String> known) {
    try {
      Manifests manifests = Manifests.of(Chart.render("shop", values));
      new ChartRules(manifests, GIVEN).check();
      manifests
          .pods()
          .forEach(
              pod ->
                  Manifests.environment(pod.spec()).keySet().stream()
                      .filter(name -> name.startsWith("REWIND_"))
                      .forEach(name -> assertThat(known).contains(name)));
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("with the values\n" + values + "\n" + e.getMessage(), e);
    }
  }

  /** Variables that the server or the command line knows. */
  private static Set<String> knownVariables() throws IOException {
    Properties settings = new Properties();
    String all = Files.readString(SETTINGS).replaceAll("(?m)^#(?=[a-z])", "");
    settings.load(new java.io.StringReader(all));
    Set<String> known =
        settings.stringPropertyNames().stream()
            .map(name -> name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(java.util.Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(
        List.of(
            "REWIND_JVM_OPTIONS",
            "REWIND_FIRST_PASSWORD_FILE",
            "REWIND_URL",
            "REWIND_ADMIN_URL",
            "REWIND_USER",
            "REWIND_PASSWORD",
            "REWIND_CA"));
    return known;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "broker: {settings: {rewind.tls.enabled: true}} | use the values of tls",
        "broker: {settings: {rewind.data-dir: /x}} | is set by the chart itself",
        "database: {kind: mariadb} | needs database.url",
        "database: {url: 'jdbc:mariadb://x/y'} | set database.kind=mariadb",
        "database: {kind: mariadb, url: 'jdbc:mariadb://x/y'} | needs database.existingSecret",
        "tls: {enabled: true} | needs tls.existingSecret",
        "tls: {existingSecret: x} | tls.enabled is false",
        "tls: {enabled: true, existingSecret: x, clientAuth: required} | clientIssuersSecret",
        "ingress: {enabled: true} | needs ingress.host",
        "httpRoute: {enabled: true} | needs httpRoute.parentRefs",
        "service: {nodePort: 30000} | needs service.type",
        "metrics: {access: login, serviceMonitor: {enabled: true}} | loginSecret",
      })
  void contradictionsAreNamed(String values, String words) {
    assertThatThrownBy(() -> Chart.render("shop", values)).hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "brokr: {}",
        "broker: {heap: 512}",
        "broker: {heap: 512MB}",
        "broker: {settings: {retention: 1}}",
        "database: {kind: postgres}",
        "pair: {enabled: true}",
        "persistence: {size: 20 GB}",
        "service: {port: 70000}",
        "image: {digest: 'sha256:12'}",
        "metrics: {access: everybody}",
        "administrator: {password: short}",
        "pod: {terminationGracePeriodSeconds: 0}",
      })
  void schemaRefusesWhatIsNoValue(String values) {
    assertThatThrownBy(() -> Chart.render("shop", values))
        .hasMessageContaining("values don't meet the specifications of the schema");
  }

  @Test
  void everyValueHasAnEffect() {
    // one change at a time of what the combinations leave alone
    String before = Chart.render("shop", fixed(""));
    for (String change : changes()) {
      assertThat(Chart.render("shop", fixed(change))).as(change).isNotEqualTo(before);
    }
  }

  private static String fixed(String change) {
    return change.contains("administrator:")
        ? change
        : "administrator: {password: correct-horse}\n" + change;
  }

  private static List<String> changes() {
    return List.of(
        "nameOverride: other",
        "fullnameOverride: other",
        "image: {repository: registry.example.com/r}",
        "image: {tag: '1'}",
        "image: {digest: 'sha256:" + "0".repeat(64) + "'}",
        "image: {pullPolicy: Always}",
        "image: {pullSecrets: [x]}",
        "broker: {id: x}",
        "broker: {settings: {rewind.objects-max: 1000}}",
        "broker: {jvmOptions: -Xint}",
        "broker: {heap: 1g}",
        "broker: {directMemory: 1g}",
        "broker: {jsonLog: false}",
        "administrator: {existingSecret: x}",
        "administrator: {key: x, password: correct-horse}",
        "persistence: {size: 1Gi}",
        "persistence: {storageClass: fast}",
        "persistence: {annotations: {a: b}}",
        "service: {port: 1}",
        "service: {annotations: {a: b}}",
        "http: {port: 1}",
        "http: {annotations: {a: b}}",
        "resources: {requests: {cpu: 1}}",
        "pod: {annotations: {a: b}}",
        "pod: {labels: {a: b}}",
        "pod: {nodeSelector: {a: b}}",
        "pod: {tolerations: [{operator: Exists}]}",
        "pod: {affinity: {nodeAffinity: {}}}",
        "pod: {topologySpreadConstraints: [{maxSkew: 1}]}",
        "pod: {priorityClassName: x}",
        "pod: {terminationGracePeriodSeconds: 5}",
        "pod: {extraEnv: [{name: A, value: b}]}",
        "pod: {extraVolumes: [{name: a, emptyDir: {}}]}",
        "pod: {extraVolumeMounts: [{name: a, mountPath: /a}]}",
        "probes: {startSeconds: 10}",
        "probes: {periodSeconds: 11}",
        "probes: {timeoutSeconds: 1}",
        "serviceAccount: {name: x}",
        "serviceAccount: {annotations: {a: b}}",
        "metrics: {access: login}");
  }

  @Test
  void alertsAndDashboardAreTheFilesOfTheSourceTree() throws IOException {
    Manifests manifests =
        Manifests.of(
            Chart.render(
                "shop", "metrics: {prometheusRule: {enabled: true}, dashboard: {enabled: true}}"));

    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    var alerts = yaml.readTree(Path.of("../monitoring/alerts.yaml").toFile());
    var rule = manifests.all(PrometheusRule.class).getFirst();
    assertThat(yaml.readTree(yaml.writeValueAsString(rule)).path("spec").path("groups"))
        .isEqualTo(alerts.path("groups"));
    String dashboard = manifests.all(ConfigMap.class).getFirst().getData().get("rewindmq.json");
    assertThat(yaml.readTree(dashboard))
        .isEqualTo(yaml.readTree(Path.of("../monitoring/grafana-dashboard.json").toFile()));
  }

  @Test
  void largeNumbersAreWrittenOut() {
    Manifests manifests =
        Manifests.of(Chart.render("shop", SURROUNDINGS.getOrDefault("everything", "")));
    var spec = manifests.one(StatefulSet.class, "shop-rewindmq").getSpec().getTemplate().getSpec();

    assertThat(Manifests.environment(spec))
        .containsEntry("REWIND_RETENTION_BYTES", "1000000000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "mariadb-tls", "everything"})
  void mainVariantsLookAsTheyDid(String variant) throws IOException {
    String values = Files.readString(GOLDEN.resolve(variant + ".values.yaml"));
    Path golden = GOLDEN.resolve(variant + ".golden.yaml");
    String rendered = Chart.render("shop", values).replaceAll("(?m)[ \t]+$", "");
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(golden, rendered);
    }
    assertThat(golden)
        .as("look at the difference; -Ddocs.write=true takes it over")
        .hasContent(rendered);
  }

  @Test
  void packageHoldsAllThatIsNeeded(@TempDir Path folder) throws IOException {
    Helm _ = new Helm(Chart.FOLDER).packageIt().withDestination(folder).call();

    Path made;
    try (Stream<Path> files = Files.list(folder)) {
      made = files.findFirst().orElseThrow();
    }
    assertThat(made.getFileName()).hasToString("rewindmq-0.1.0.tgz");
    List<String> names = new ArrayList<>();
    try (var tar =
        new org.apache.commons.compress.archivers.tar.TarArchiveInputStream(
            new java.util.zip.GZIPInputStream(Files.newInputStream(made)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.isSymbolicLink()).isFalse();
        names.add(entry.getName());
      }
    }
    assertThat(names)
        .contains(
            "rewindmq/Chart.yaml",
            "rewindmq/values.schema.json",
            "rewindmq/README.md",
            "rewindmq/monitoring/alerts.yaml",
            "rewindmq/monitoring/grafana-dashboard.json",
            "rewindmq/templates/tests/send-and-receive.yaml");
  }
}
