// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.broker;

import io.rewindmq.cli.tls.TrustedIssuers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One broker run as a child process on loopback. It can be killed and started again on the same
 * data folder and ports.
 *
 * <p><b>Threads.</b> Use from one thread. <b>End.</b> {@link #close} stops the process and waits
 * for it, so that nothing is left behind; a JVM shutdown hook does the same when the program is
 * interrupted.
 */
public final class BrokerProcess implements AutoCloseable {
  private static final Duration READY_POLL = Duration.ofMillis(20);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

  private final Installation installation;
  private final Path dataDir;
  private final BrokerPorts ports;
  private final Map<String, String> settings;
  private final @Nullable Path issuers;
  private final HttpClient http;
  private final Thread shutdownHook;
  private volatile @Nullable Process process;

  /**
   * Prepares a broker; nothing is started.
   *
   * @param settings further settings as environment variables, for example {@code
   *     REWIND_JOURNAL_SEGMENT_BYTES}
   */
  public BrokerProcess(
      Installation installation, Path dataDir, BrokerPorts ports, Map<String, String> settings) {
    this(installation, dataDir, ports, settings, null);
  }

  /**
   * Prepares a broker; nothing is started.
   *
   * @param settings further settings as environment variables
   * @param issuers PEM file to trust, when the settings have it speak TLS; null = it does not
   */
  public BrokerProcess(
      Installation installation,
      Path dataDir,
      BrokerPorts ports,
      Map<String, String> settings,
      @Nullable Path issuers) {
    this.installation = installation;
    this.dataDir = dataDir;
    this.ports = ports;
    this.settings = Map.copyOf(settings);
    this.issuers = issuers;
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2));
    if (issuers != null) {
      client.sslContext(TrustedIssuers.in(issuers));
    }
    this.http = client.build();
    this.shutdownHook = new Thread(this::killIfAlive, "stop-broker");
    Runtime.getRuntime().addShutdownHook(shutdownHook);
  }

  /** The URL for connection factories. */
  public String messagingUrl() {
    return issuers == null
        ? "rewind://127.0.0.1:" + ports.messaging()
        : "rewinds://localhost:"
            + ports.messaging()
            + "?tls.trust="
            + URLEncoder.encode(issuers.toString(), StandardCharsets.UTF_8);
  }

  /** The root of health and REST, without a trailing slash. */
  public String httpUrl() {
    return (issuers == null ? "http://127.0.0.1:" : "https://localhost:") + ports.http();
  }

  /** The process id; only while it runs. */
  public long pid() {
    return running().pid();
  }

  /** The file that has the broker's output. */
  public Path log() {
    return dataDir.resolve("broker.log");
  }

  /** Starts the process and returns at once; see {@link #awaitReady}. */
  public void start() {
    Process current = process;
    if (current != null && current.isAlive()) {
      throw new IllegalStateException("the broker runs already, process id " + current.pid());
    }
    List<String> command = new ArrayList<>(installation.serverCommand());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("REWIND_DATA_DIR", dataDir.toString());
    environment.put("REWIND_LISTEN_HOST", "127.0.0.1");
    environment.put("REWIND_LISTEN_PORT", Integer.toString(ports.messaging()));
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.http()));
    environment.putAll(settings);
    try {
      Files.createDirectories(dataDir);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("could not start the broker with " + command.get(0), e);
    }
  }

  /**
   * Waits until the broker says that it is ready.
   *
   * @throws BrokerStartException it ended, or was not ready in time; the message has the end of its
   *     output
   */
  public void awaitReady(Duration timeout) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(httpUrl() + "/q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long end = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < end) {
      if (!running().isAlive()) {
        throw new BrokerStartException("the broker ended while starting", log());
      }
      if (isOk(request)) {
        return;
      }
      TimeUnit.NANOSECONDS.sleep(READY_POLL.toNanos());
    }
    throw new BrokerStartException("the broker was not ready within " + timeout, log());
  }

  /** Ends the process at once, as {@code kill -9} does, and waits until it is gone. */
  public void kill() throws InterruptedException {
    running().destroyForcibly().waitFor();
  }

  /** Asks the process to stop and waits; after 20 s it is killed. */
  @Override
  public void close() {
    Process current = process;
    if (current != null) {
      current.destroy();
      try {
        if (!current.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
          current.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        current.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    release();
  }

  /** Leaves the process running when this program ends. */
  public void release() {
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException alreadyShuttingDown) {
      return; // the hook is running; it does what close would do
    }
  }

  private boolean isOk(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYetListening) {
      return false;
    }
  }

  private Process running() {
    Process current = process;
    if (current == null) {
      throw new IllegalStateException("the broker was not started");
    }
    return current;
  }

  private void killIfAlive() {
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
    }
  }
}
