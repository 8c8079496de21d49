// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rewindmq.dist.Commands.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker with H2 knows, seen again by the same broker with a real MariaDB. */
class DatabaseMoveIT {
  private static final String PASSWORD = "correct horse";

  @TempDir private Path folder;
  private Path rewind = Path.of("");
  private Path data = Path.of("");
  private int http;

  @BeforeEach
  void find() throws IOException {
    assumeThat(MariaDbServer.isInstalled()).as("this machine has a MariaDB server").isTrue();
    try (Stream<Path> stages = Files.list(Path.of("target/stage").toAbsolutePath())) {
      rewind = stages.findFirst().orElseThrow().resolve("bin/rewind");
    }
    data = folder.resolve("data");
    http = RunningServer.freePort();
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(Commands.bareEnvironment());
    environment.put("REWIND_DATA_DIR", data.toString());
    environment.put("REWIND_LISTEN_PORT", "0");
    environment.put("REWIND_HTTP_PORT", Integer.toString(http));
    environment.put("REWIND_ADMIN_URL", "http://127.0.0.1:" + http);
    environment.putAll(more);
    return environment;
  }

  private Ended rewind(Map<String, String> more, String... words) {
    List<String> command = new ArrayList<>(List.of(rewind.toString()));
    command.addAll(List.of(words));
    Ended ended = Commands.run(folder, environment(more), command);
    return ended;
  }

  private String done(Map<String, String> more, String... words) {
    Ended ended = rewind(more, words);
    assertThat(ended.status()).as(ended.output()).isZero();
    return ended.output();
  }

  private RunningServer server(Map<String, String> more) throws IOException, InterruptedException {
    return RunningServer.start(
        folder, environment(more), List.of(rewind.toString(), "server"), http);
  }

  @Test
  void everythingIsThereAfterwards() throws IOException, InterruptedException {
    Map<String, String> anna = Map.of("REWIND_USER", "anna", "REWIND_PASSWORD", PASSWORD);
    String before;
    try (RunningServer broker = server(Map.of())) {
      Path secret = Files.writeString(folder.resolve("secret"), PASSWORD + "\n");
      String[] first = {
        "bash", "-c", rewind + " user add anna --role admin --password-stdin <" + secret
      };
      Ended added = Commands.run(folder, environment(Map.of()), List.of(first));
      assertThat(added.status()).as(added.output()).isZero();
      done(anna, "role", "set", "billing", "--allow", "send,consume,create=queue:orders.*");
      done(anna, "destination", "create", "orders.eu", "--deliveries-max", "5");
      done(anna, "destination", "create", "Ärger", "--partitions", "3");
      assertThat(rewind(anna, "destination", "delete", "missing").status()).isEqualTo(1);
      before = state(anna);

      MoveOutcome busy = move(Map.of("QUARKUS_DATASOURCE_MARIADB_JDBC_URL", "jdbc:mariadb://x/y"));
      assertThat(busy.status()).isEqualTo(1);
      assertThat(busy.output()).contains("in use by a running broker");
      assertThat(broker.stop()).isEqualTo(143);
    }
    try (MariaDbServer mariadb = MariaDbServer.start(folder.resolve("mariadb"))) {
      MoveOutcome moved = move(mariadb.environment());
      assertThat(moved.status()).as(moved.output()).isZero();
      assertThat(moved.output()).contains("2 destinations", "1 users", "1 roles");
      MoveOutcome again = move(mariadb.environment());
      assertThat(again.status()).isEqualTo(1);
      assertThat(again.output()).contains("not empty").hasLineCount(1);

      Files.move(data.resolve("db.mv.db"), folder.resolve("set-aside"));
      try (RunningServer broker = server(mariadb.environment())) {
        assertThat(state(anna)).isEqualTo(before);
        done(anna, "role", "set", "more", "--allow", "browse=queue:*");
        assertThat(broker.stop()).isEqualTo(143);
      }
    }
    assertThat(data.resolve("db.mv.db")).doesNotExist();
  }

  private record MoveOutcome(int status, String output) {}

  private MoveOutcome move(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    Ended ended = rewind(variables, "db", "migrate");
    return new MoveOutcome(ended.status(), ended.output());
  }

  /** All that administrators see of it. */
  private String state(Map<String, String> user) {
    return String.join(
        "\n",
        done(user, "user", "list"),
        done(user, "role", "list"),
        done(user, "destination", "show", "orders.eu"),
        done(user, "destination", "show", "Ärger"),
        done(user, "audit", "--limit", "1000", "--json"));
  }

  @Test
  void wrongUsageAndDatabasesThatAreNotThereAreToldApart() {
    MoveOutcome nothing = move(Map.of());
    assertThat(nothing.status()).isEqualTo(2);
    assertThat(nothing.output()).contains("--url", "jdbc:mariadb://");
    MoveOutcome missing =
        move(Map.of("QUARKUS_DATASOURCE_MARIADB_JDBC_URL", "jdbc:mariadb://127.0.0.1:1/rewind"));
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.output()).contains("has no db.mv.db");
  }
}
