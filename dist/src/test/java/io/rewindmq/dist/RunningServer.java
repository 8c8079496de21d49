// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server as a process of its own, until it is closed. */
public final class RunningServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final int POLL_MILLIS = 20;
  private static final int STOP_SECONDS = 30;

  private final Process process;
  private final Path output;
  private final String url;
  private final HttpClient http;

  private RunningServer(Process process, Path output, String url, HttpClient http) {
    this.process = process;
    this.output = output;
    this.url = url;
    this.http = http;
  }

  /** A port of loopback that nobody uses at the moment. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Starts it, and waits until it answers that it is ready.
   *
   * @param httpPort where it will answer on loopback
   * @throws AssertionError it ended, or was not ready in time; with what it printed
   */
  public static RunningServer start(
      Path folder, Map<String, String> environment, List<String> command, int httpPort)
      throws IOException, InterruptedException {
    return start(
        folder, environment, command, "http://127.0.0.1:" + httpPort, HttpClient.newHttpClient());
  }

  /**
   * The same.
   *
   * @param url where it will answer
   * @param http how it is asked
   */
  public static RunningServer start(
      Path folder,
      Map<String, String> environment,
      List<String> command,
      String url,
      HttpClient http)
      throws IOException, InterruptedException {
    Path output = folder.resolve("server-output.txt");
    Process process = Commands.start(folder, environment, command, output);
    RunningServer server = new RunningServer(process, output, url, http);
    boolean isReady = false;
    try {
      server.awaitReady();
      isReady = true;
      return server;
    } finally {
      if (!isReady) {
        process.destroyForcibly();
      }
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (status("/q/health/ready") != 200) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("the server is not ready: " + output());
      }
      process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** The HTTP status of a page, 0 = nobody answers. */
  public int status(String page) throws InterruptedException {
    URI uri = URI.create(url + page);
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException notYet) {
      return 0;
    }
  }

  public String output() throws IOException {
    return Files.readString(output);
  }

  /** Asks it to stop, and returns its exit status. */
  public int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the server does not stop");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    http.close();
    process.destroyForcibly();
  }
}
