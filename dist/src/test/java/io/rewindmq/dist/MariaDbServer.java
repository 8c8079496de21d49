// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A MariaDB server of its own with an empty database, until it is closed. */
public final class MariaDbServer implements AutoCloseable {
  private static final int SECONDS = 60;
  private static final int POLL_MILLIS = 20;
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");

  private final Process process;
  private final int port;

  private MariaDbServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether the machine has the server. */
  public static boolean isInstalled() {
    return Stream.of("/usr/sbin/mariadbd", "/usr/bin/mariadbd")
        .anyMatch(file -> Files.isExecutable(Path.of(file)));
  }

  public static MariaDbServer start(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    String user = System.getProperty("user.name");
    Commands.Ended install =
        Commands.run(
            folder,
            ENVIRONMENT,
            List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--user=" + user));
    assertThat(install.status()).as(install.output()).isZero();
    Path script =
        Files.writeString(
            folder.resolve("init.sql"),
            """
            create database if not exists rewind;
            create user if not exists rewind@'127.0.0.1' identified by 'rewind';
            grant all on rewind.* to rewind@'127.0.0.1';
            """);
    int port = RunningServer.freePort();
    Process process =
        Commands.start(
            folder,
            ENVIRONMENT,
            List.of(
                "mariadbd",
                "--no-defaults",
                "--user=" + user,
                "--datadir=" + folder.resolve("data"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--init-file=" + script,
                "--skip-name-resolve"),
            folder.resolve("server.log"));
    MariaDbServer server = new MariaDbServer(process, port);
    server.awaitAnswer(folder.resolve("server.log"));
    return server;
  }

  private void awaitAnswer(Path log) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("MariaDB does not start: " + Files.readString(log));
      }
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** What a broker that uses it is told. */
  public Map<String, String> environment() {
    return Map.of(
        "REWIND_DATABASE",
        "mariadb",
        "QUARKUS_DATASOURCE_MARIADB_JDBC_URL",
        "jdbc:mariadb://127.0.0.1:" + port + "/rewind",
        "QUARKUS_DATASOURCE_MARIADB_USERNAME",
        "rewind",
        "QUARKUS_DATASOURCE_MARIADB_PASSWORD",
        "rewind");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
