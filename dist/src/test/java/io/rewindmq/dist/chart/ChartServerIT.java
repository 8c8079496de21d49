// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.rewindmq.dist.Commands;
import io.rewindmq.dist.MariaDbServer;
import io.rewindmq.dist.RunningServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the chart says of the broker's container, done here: its arguments and its environment start
 * the real server, its probes are asked, and the pod of {@code helm test} does its work. Paths of
 * the image become paths of this machine, and ports free ones.
 */
class ChartServerIT {
  private static final String PASSWORD = "correct-horse";

  @TempDir private Path root;
  private Path home = Path.of("");
  private int messaging;
  private int http;

  @BeforeEach
  void find() throws IOException {
    try (Stream<Path> stages = Files.list(Path.of("target/stage").toAbsolutePath())) {
      home = stages.findFirst().orElseThrow();
    }
    messaging = RunningServer.freePort();
    http = RunningServer.freePort();
    write("/etc/rewindmq/administrator/password", PASSWORD);
    Files.createDirectories(root.resolve("var/lib/rewindmq"));
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  /** A value of the container as it is on this machine. */
  private String here(String name, String value, Map<String, String> secrets) {
    if (value.startsWith("secret:")) {
      return secrets.getOrDefault(value.substring("secret:".length()), PASSWORD);
    }
    return switch (name) {
      case "REWIND_LISTEN_PORT" -> Integer.toString(messaging);
      case "REWIND_HTTP_PORT" -> Integer.toString(http);
      case "REWIND_LISTEN_HOST", "REWIND_HTTP_HOST" -> "127.0.0.1";
      case "REWIND_URL" -> value.replaceFirst("//.*", "//localhost:" + messaging);
      case "REWIND_ADMIN_URL" -> value.replaceFirst("//.*", "//localhost:" + http);
      default -> value.startsWith("/etc/") || value.startsWith("/var/") ? root + value : value;
    };
  }

  private Map<String, String> environment(
      Map<String, String> ofContainer, Map<String, String> secrets) {
    Map<String, String> environment = new HashMap<>(Commands.bareEnvironment());
    ofContainer.forEach((name, value) -> environment.put(name, here(name, value, secrets)));
    return environment;
  }

  private List<String> command(Container container) {
    assertThat(container.getCommand()).as("the image's own").isEmpty();
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/rewind").toString()));
    command.addAll(container.getArgs());
    return command;
  }

  private static String fixture(String variant) throws IOException {
    return Files.readString(Path.of("src/test/resources/chart/" + variant + ".values.yaml"));
  }

  private void runs(
      String values, Map<String, String> changed, Map<String, String> secrets, HttpClient client)
      throws IOException, InterruptedException {
    Manifests manifests = Manifests.of(Chart.render("shop", values));
    var spec = manifests.one(StatefulSet.class, "shop-rewindmq").getSpec().getTemplate().getSpec();
    Container container = spec.getContainers().getFirst();
    Map<String, String> environment = environment(Manifests.environment(spec), secrets);
    environment.putAll(changed);
    String scheme = container.getReadinessProbe().getHttpGet().getScheme();
    String url = scheme.toLowerCase(java.util.Locale.ROOT) + "://localhost:" + http;
    try (RunningServer server =
        RunningServer.start(root, environment, command(container), url, client)) {
      for (Probe probe :
          List.of(
              container.getStartupProbe(),
              container.getLivenessProbe(),
              container.getReadinessProbe())) {
        assertThat(server.status(probe.getHttpGet().getPath())).isEqualTo(200);
      }
      assertThat(server.status("/api/v1/users")).as("a login is needed").isEqualTo(401);
      int metrics = values.contains("access: login") ? 401 : 200;
      assertThat(server.status("/q/metrics")).isEqualTo(metrics);
      helmTest(manifests.all(Pod.class).getFirst());
      assertThat(server.stop()).isEqualTo(143);
      assertThat(server.output()).doesNotContain("RWQ-0970", "ERROR");
    }
  }

  private void helmTest(Pod pod) {
    Container container = pod.getSpec().getContainers().getFirst();
    List<String> command = new ArrayList<>(container.getCommand());
    container
        .getArgs()
        .forEach(word -> command.add(word.replace("/opt/rewindmq", home.toString())));
    Commands.Ended ended =
        Commands.run(root, environment(Manifests.environment(pod.getSpec()), Map.of()), command);
    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("hello from helm test", "deleted queue");
  }

  @Test
  void defaultsRun() throws IOException, InterruptedException {
    runs(fixture("default"), Map.of(), Map.of(), HttpClient.newHttpClient());
  }

  @Test
  void mariadbAndTlsRun() throws IOException, InterruptedException, GeneralSecurityException {
    assumeThat(MariaDbServer.isInstalled()).as("this machine has a MariaDB server").isTrue();
    ScratchTls tls = ScratchTls.in(root.resolve("etc/rewindmq/tls"));
    write(
        "/etc/rewindmq/client-issuers/ca.crt",
        Files.readString(root.resolve("etc/rewindmq/tls/ca.crt")));
    try (MariaDbServer mariadb = MariaDbServer.start(root.resolve("mariadb"));
        HttpClient client = tls.client()) {
      String url = "jdbc:mariadb://127.0.0.1:" + mariadb.port() + "/rewind";
      runs(
          fixture("mariadb-tls"),
          Map.of("QUARKUS_DATASOURCE_MARIADB_JDBC_URL", url),
          Map.of("my-database/password", "rewind"),
          client);
    }
  }

  @Test
  void settingThatTheServerDoesNotKnowStopsIt() throws IOException {
    String values = "broker: {settings: {rewind.retention.milis: 1}}";
    Manifests manifests = Manifests.of(Chart.render("shop", values));
    var spec = manifests.one(StatefulSet.class, "shop-rewindmq").getSpec().getTemplate().getSpec();

    Commands.Ended ended =
        Commands.run(
            root,
            environment(Manifests.environment(spec), Map.of()),
            command(spec.getContainers().getFirst()));
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.output()).contains("REWIND_RETENTION_MILIS", "REWIND_RETENTION_MILLIS");
  }
}
