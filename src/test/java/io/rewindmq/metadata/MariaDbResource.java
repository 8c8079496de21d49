// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A MariaDB server of its own, in a temporary folder, as long as the test class runs. */
public final class MariaDbResource implements QuarkusTestResourceLifecycleManager {
  private static final int SECONDS = 60;
  private static final String NAME = "rewind";

  /** Shared with the test, which is another object in another class loader's hands. */
  private static final AtomicReference<@Nullable MariaDbResource> CURRENT = new AtomicReference<>();

  private @Nullable Path folder;
  private @Nullable Process server;
  private int port;

  /** Whether the machine has the server. */
  static boolean isInstalled() {
    return Stream.of(
            Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "mariadbd")));
  }

  static void stopServer() {
    Objects.requireNonNull(CURRENT.get()).halt();
  }

  static void startServer() {
    Objects.requireNonNull(CURRENT.get()).launch();
  }

  @Override
  public Map<String, String> start() {
    if (!isInstalled()) {
      return Map.of();
    }
    try {
      folder = Files.createTempDirectory("mariadb");
      String user = System.getProperty("user.name");
      Process install =
          process(
              "mariadb-install-db",
              "--no-defaults",
              "--datadir=" + folder.resolve("data"),
              "--auth-root-authentication-method=normal",
              "--skip-test-db",
              "--user=" + user);
      if (!install.waitFor(SECONDS, TimeUnit.SECONDS) || install.exitValue() != 0) {
        throw new IllegalStateException(output("mariadb-install-db"));
      }
      Files.writeString(
          folder.resolve("init.sql"),
          """
          create database if not exists rewind;
          create user if not exists rewind@'127.0.0.1' identified by 'rewind';
          grant all on rewind.* to rewind@'127.0.0.1';
          create database if not exists upgrade;
          grant all on upgrade.* to rewind@'127.0.0.1';
          """);
      port = freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    launch();
    CURRENT.set(this);
    return Map.of(
        "rewind.database",
        "mariadb",
        "quarkus.datasource.mariadb.jdbc.url",
        "jdbc:mariadb://127.0.0.1:" + port + "/" + NAME,
        "quarkus.datasource.mariadb.username",
        NAME,
        "quarkus.datasource.mariadb.password",
        NAME);
  }

  @Override
  public void stop() {
    if (folder == null) {
      return;
    }
    halt();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void launch() {
    Path home = Objects.requireNonNull(folder);
    Process started;
    try {
      started =
          process(
              "mariadbd",
              "--no-defaults",
              "--user=" + System.getProperty("user.name"),
              "--datadir=" + home.resolve("data"),
              "--bind-address=127.0.0.1",
              "--port=" + port,
              "--socket=" + home.resolve("socket"),
              "--pid-file=" + home.resolve("pid"),
              "--init-file=" + home.resolve("init.sql"),
              "--skip-name-resolve");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = started;
    Awaitility.await()
        .atMost(SECONDS, TimeUnit.SECONDS)
        .failFast("the server ended; see its log", () -> !started.isAlive())
        .until(this::answers);
  }

  private void halt() {
    Process running = Objects.requireNonNull(server);
    running.destroy();
    try {
      if (!running.waitFor(SECONDS, TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  private Process process(String... command) throws IOException {
    Path home = Objects.requireNonNull(folder);
    return new ProcessBuilder(List.of(command))
        .redirectErrorStream(true)
        .redirectOutput(home.resolve(command[0] + ".log").toFile())
        .start();
  }

  private String output(String program) {
    try {
      return Files.readString(Objects.requireNonNull(folder).resolve(program + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
