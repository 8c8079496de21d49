// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.broker.Installation;
import io.rewindmq.cli.broker.ScratchFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code rewind bench}: persistent synchronous sends against RewindMQ and Artemis in the same run.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures persistent synchronous sends, one round against each broker in turn. Artemis is"
            + " fetched from Maven Central at the first run.",
    footer = {"", "Example:", "  rewind bench --producers 1,8,32 --seconds 5 --rounds 3"})
public final class BenchCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--producers",
      split = ",",
      defaultValue = "1,8,32",
      description = "Producers at the same time (default: ${DEFAULT-VALUE}).")
  private List<Integer> producers = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "Length of one measurement (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Measurements of each kind (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--bytes",
      defaultValue = "1024",
      description = "Length of a message's body (default: ${DEFAULT-VALUE}).")
  private int bytes;

  @Option(
      names = "--peers",
      split = ",",
      defaultValue = "artemis-aio,artemis-nio",
      description = "Whom to measure against; none = nobody (default: ${DEFAULT-VALUE}).")
  private List<String> peers = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    ScratchFolder folder = ScratchFolder.create("rewindmq-bench-");
    List<Peer> brokers = brokers(folder.path());
    List<LoadProcess> clients = new ArrayList<>();
    try {
      for (Peer broker : brokers) {
        broker.start();
        clients.add(LoadProcess.start(broker));
      }
      for (LoadProcess client : clients) { // warm both JVMs
        client.measure(8, bytes, seconds);
        client.measure(1, bytes, Math.max(1, seconds / 2));
      }
      for (int count : producers) {
        out.println(table(count, brokers, measure(brokers, clients, count)));
        out.flush();
      }
    } finally {
      for (LoadProcess client : clients) {
        client.close();
      }
      brokers.forEach(Peer::close);
      folder.delete();
    }
    return 0;
  }

  private List<Peer> brokers(Path workDir) throws IOException, InterruptedException {
    List<Peer> brokers = new ArrayList<>();
    brokers.add(new RewindPeer(workDir));
    for (String peer : peers) {
      switch (peer) {
        case "artemis-aio", "artemis-nio" ->
            brokers.add(
                new ArtemisPeer(
                    peer.substring("artemis-".length()),
                    ArtemisDownload.into(Installation.current()),
                    workDir));
        case "none" -> {}
        default ->
            throw new IllegalArgumentException(
                "--peers knows artemis-aio, artemis-nio and none, not " + peer);
      }
    }
    return brokers;
  }

  private Map<Peer, Rounds> measure(List<Peer> brokers, List<LoadProcess> clients, int count)
      throws IOException {
    Map<Peer, Rounds> results = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < brokers.size(); i++) {
        results
            .computeIfAbsent(brokers.get(i), any -> new Rounds())
            .add(clients.get(i).measure(count, bytes, seconds));
      }
    }
    return results;
  }

  private String table(int count, List<Peer> brokers, Map<Peer, Rounds> results) {
    StringBuilder table = new StringBuilder(600);
    table.append(
        String.format(
            Locale.ROOT,
            "%d producer%s, %d bytes, median of %d rounds of %d s%n",
            count,
            count == 1 ? "" : "s",
            bytes,
            rounds,
            seconds));
    table.append(
        String.format(
            Locale.ROOT,
            "  %-12s %10s %21s %8s %8s %18s %7s%n",
            "",
            "messages/s",
            "(min to max)",
            "p50 ms",
            "p99 ms",
            "CPU us broker/cl.",
            "ratio"));
    double own = Objects.requireNonNull(results.get(brokers.getFirst())).median(Measurement::rate);
    for (Peer broker : brokers) {
      Rounds rows = Objects.requireNonNull(results.get(broker));
      table.append(
          String.format(
              Locale.ROOT,
              "  %-12s %10.0f %10.0f to %7.0f %8.2f %8.2f %9.0f / %6.0f %7.2f%n",
              broker.name(),
              rows.median(Measurement::rate),
              rows.min(Measurement::rate),
              rows.max(Measurement::rate),
              rows.median(Measurement::p50Micros) / 1000,
              rows.median(Measurement::p99Micros) / 1000,
              rows.median(Measurement::brokerCpuMicros),
              rows.median(Measurement::clientCpuMicros),
              own / rows.median(Measurement::rate)));
    }
    return table.toString();
  }
}
