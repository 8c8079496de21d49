// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.broker.BrokerPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Apache Artemis as {@code artemis create} sets it up, with its journal synced to the disk ({@code
 * journal-datasync}) and blocking persistent sends, which are its defaults. The measured buffer
 * timeout varies from one creation to the next, so it is fixed; that it blocks producers on a disk
 * that is nine tenths full is switched off.
 */
final class ArtemisPeer implements JmsPeer {
  private static final String BUFFER_TIMEOUT_NANOS = "100000";

  /** Without a window its client calls a CompletionListener before the broker has the message. */
  private static final int CONFIRMATION_WINDOW_BYTES = 10 << 20;

  private final String journal;
  private final Path home;
  private final List<Path> clientJars;
  private final Path instance;
  private final int port;
  private final PeerProcess process;

  /**
   * @param journal {@code aio} or {@code nio}
   */
  ArtemisPeer(String journal, ArtemisDownload download, Path workDir) {
    this.journal = journal;
    this.home = download.home();
    this.clientJars = download.clientJars();
    this.instance = workDir.resolve("artemis-" + journal);
    this.port = BrokerPorts.free().messaging();
    this.process = new PeerProcess(name(), port, workDir.resolve("artemis-" + journal + ".log"));
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
    process.awaitPort();
  }

  @Override
  public void startAgain() {
    process.start(List.of(instance.resolve("bin/artemis").toString(), "run"));
  }

  @Override
  public void kill() throws InterruptedException {
    process.kill();
  }

  private void create() throws IOException, InterruptedException {
    Path log = Files.createTempFile("artemis-create", ".log");
    Process create =
        PeerProcess.program(
                List.of(
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
                    "--" + journal))
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

  /** The broker's own process: {@code bin/artemis run} replaces the shell by the JVM. */
  @Override
  public long pid() {
    return process.pid();
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

  @Override
  public void close() {
    process.close();
  }
}
