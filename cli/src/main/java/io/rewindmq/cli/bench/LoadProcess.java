// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The client's JVM for one peer. It lives through all rounds, so that it is warm. */
final class LoadProcess implements AutoCloseable {
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
    command.add(LoadClient.class.getName());
    command.add(peer.factoryClass());
    command.add(peer.url());
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

  Measurement measure(int producers, int bytes, int seconds) throws IOException {
    Duration brokerBefore = ProcessorTime.of(peer.pid());
    Duration clientBefore = ProcessorTime.of(process.pid());
    orders.write(producers + " " + bytes + " " + seconds + "\n");
    orders.flush();
    String line = results.readLine();
    if (line == null) {
      throw new IOException("the load client for " + peer.name() + " ended without a result");
    }
    String[] result = line.split(" ", -1);
    double messages = Math.max(1, Long.parseLong(result[0]));
    return new Measurement(
        messages / seconds,
        Long.parseLong(result[2]) / 1e3,
        Long.parseLong(result[3]) / 1e3,
        micros(brokerBefore, ProcessorTime.of(peer.pid())) / messages,
        micros(clientBefore, ProcessorTime.of(process.pid())) / messages);
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
