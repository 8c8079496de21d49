// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.broker.BrokerPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Apache Artemis as {@code artemis create} sets it up, with its journal synced to the disk ({@code
 * journal-datasync}) and blocking persistent sends, which are its defaults. The measured buffer
 * timeout varies from one creation to the next, so it is fixed; that it blocks producers on a disk
 * that is nine tenths full is switched off.
 */
final class ArtemisPeer implements Peer {
  private static final String BUFFER_TIMEOUT_NANOS = "100000";
  private static final long START_SECONDS = 60;

  /** Without a window its client calls a CompletionListener before the broker has the message. */
  private static final int CONFIRMATION_WINDOW_BYTES = 10 << 20;

  private final String journal;
  private final Path home;
  private final List<Path> clientJars;
  private final Path instance;
  private final int port;
  private @Nullable Process process;

  /**
   * @param journal {@code aio} or {@code nio}
   */
  ArtemisPeer(String journal, ArtemisDownload download, Path workDir) {
    this.journal = journal;
    this.home = download.home();
    this.clientJars = download.clientJars();
    this.instance = workDir.resolve("artemis-" + journal);
    this.port = BrokerPorts.free().messaging();
  }

  @Override
  public String name() {
    return "Artemis " + journal.toUpperCase(Locale.ROOT);
  }

  @Override
  public void start() throws InterruptedException {
    try {
      if (!Files.isDirectory(instance)) {
        create();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make an instance of Artemis in " + instance, e);
    }
    startAgain();
    awaitPort();
  }

  @Override
  public void startAgain() {
    try {
      process =
          java(instance.resolve("bin/artemis").toString(), "run")
              .redirectOutput(instance.resolve("log.txt").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start Artemis in " + instance, e);
    }
  }

  @Override
  public void kill() throws InterruptedException {
    running().destroyForcibly().waitFor();
  }

  private void create() throws IOException, InterruptedException {
    Path log = Files.createTempFile("artemis-create", ".log");
    Process create =
        java(
                home.resolve("bin/artemis").toString(),
                "create",
                instance.toString(),
                "--silent",
                "--user=bench",
                "--password=bench",
                "--allow-anonymous",
                "--no-web",
                "--no-amqp-acceptor",
                "--no-mqtt-acceptor",
                "--no-stomp-acceptor",
                "--no-hornetq-acceptor",
                "--host=127.0.0.1",
                "--default-port=" + port,
                "--" + journal)
            .redirectOutput(log.toFile())
            .start();
    if (create.waitFor() != 0) {
      throw new IOException("artemis create failed: " + Files.readString(log));
    }
    Path config = instance.resolve("etc/broker.xml");
    Files.writeString(
        config,
        Files.readString(config)
            .replaceAll(
                "<journal-buffer-timeout>\\d+</journal-buffer-timeout>",
                "<journal-buffer-timeout>" + BUFFER_TIMEOUT_NANOS + "</journal-buffer-timeout>")
            .replaceAll(
                "<max-disk-usage>\\d+</max-disk-usage>", "<max-disk-usage>100</max-disk-usage>"));
  }

  private static ProcessBuilder java(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return builder;
  }

  private void awaitPort() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try (Socket reached = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Objects.requireNonNull(reached);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end || !running().isAlive()) {
          throw new UncheckedIOException(
              "Artemis does not listen; see " + instance.resolve("log.txt"), e);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  /** The broker's own process: {@code bin/artemis run} replaces the shell by the JVM. */
  @Override
  public long pid() {
    return running().pid();
  }

  @Override
  public String factoryClass() {
    return "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory";
  }

  @Override
  public String url() {
    return "tcp://127.0.0.1:" + port;
  }

  @Override
  public String confirmingUrl() {
    return url() + "?confirmationWindowSize=" + CONFIRMATION_WINDOW_BYTES;
  }

  @Override
  public List<Path> clientClassPath() {
    return clientJars;
  }

  private Process running() {
    return Objects.requireNonNull(process, "Artemis was not started");
  }

  @Override
  public void close() {
    Process current = process;
    if (current == null) {
      return;
    }
    current.descendants().forEach(ProcessHandle::destroy);
    current.destroy();
    try {
      if (!current.waitFor(20, TimeUnit.SECONDS)) {
        current.destroyForcibly();
      }
    } catch (InterruptedException e) {
      current.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
