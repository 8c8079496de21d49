// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The client's JVM for one peer. It lives through all rounds, so that it is warm. */
final class LoadProcess implements AutoCloseable {
  private static final String READY = "ready";
  private static final int ANSWER_MINUTES = 10;

  private final Peer peer;
  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader results;

  private LoadProcess(Peer peer, Process process) {
    this.peer = peer;
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.results = process.inputReader(StandardCharsets.UTF_8);
  }

  static LoadProcess start(Peer peer) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(classPath(peer));
    command.add(peer.loadClass());
    command.addAll(peer.loadArguments());
    return new LoadProcess(
        peer, new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  private static String classPath(Peer peer) {
    String own = System.getProperty("java.class.path");
    String theirs =
        peer.clientClassPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    return theirs.isEmpty() ? own : own + File.pathSeparator + theirs;
  }

  /**
   * Prepares and runs one measurement.
   *
   * @throws IllegalArgumentException it failed; the message tells why
   */
  Measurement measure(Order order) throws IOException {
    prepare(order);
    Duration brokerBefore = ProcessUsage.processorTime(peer.pid());
    Duration clientBefore = ProcessUsage.processorTime(process.pid());
    LoadResult result = run();
    double messages = Math.max(1, result.messages());
    return new Measurement(
        messages * TimeUnit.SECONDS.toNanos(1) / result.nanos(),
        result.p50Nanos() / 1e3,
        result.p99Nanos() / 1e3,
        micros(brokerBefore, ProcessUsage.processorTime(peer.pid())) / messages,
        micros(clientBefore, ProcessUsage.processorTime(process.pid())) / messages,
        ProcessUsage.residentMib(peer.pid()));
  }

  /** Removes what a measurement has left behind, so that it does not weigh on the next ones. */
  void cleanUp(Order measured) throws IOException {
    Order cleaning = measured.cleanUp();
    if (cleaning != null) {
      prepare(cleaning);
      LoadResult unused = run();
    }
  }

  /** Returns when the load is ready to run. */
  void prepare(Order order) throws IOException {
    tell(order.line());
    String answer = hear();
    if (!READY.equals(answer)) {
      throw new IllegalArgumentException(peer.name() + ": " + answer);
    }
  }

  /** Runs what was prepared. */
  LoadResult run() throws IOException {
    tell("");
    return LoadResult.parse(hear());
  }

  private void tell(String line) throws IOException {
    orders.write(line + "\n");
    orders.flush();
  }

  private String hear() throws IOException {
    // a broker that blocks its producers would let us wait for ever
    CompletableFuture<Void> deadline =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(ANSWER_MINUTES, TimeUnit.MINUTES));
    String line = results.readLine();
    deadline.cancel(false);
    if (line == null) {
      throw new IOException(
          "the load client for "
              + peer.name()
              + " ended without a result, or gave none within "
              + ANSWER_MINUTES
              + " minutes");
    }
    return line;
  }

  private static double micros(Duration before, Duration after) {
    return after.minus(before).toNanos() / 1e3;
  }

  @Override
  public void close() throws IOException {
    orders.close();
    process.destroy();
  }
}
