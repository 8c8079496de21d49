// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.broker.Installation;
import io.rewindmq.cli.broker.ScratchFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rewind bench}: RewindMQ and its peers in the same run. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures RewindMQ and its peers in turns, each a process of its own on fresh data."
            + " Peers are fetched from Maven Central at the first run.",
    footer = {
      "",
      "Examples:",
      "  rewind bench --list",
      "  rewind bench --scenarios sync-send,latency --seconds 5 --rounds 3"
    })
public final class BenchCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--list", description = "List the scenarios and end.")
  private boolean list;

  @Option(
      names = "--scenarios",
      split = ",",
      description = "What to measure (default: all of them, which takes half an hour).")
  private List<String> scenarios = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "Length of a measurement that ends by time (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--messages",
      defaultValue = "200000",
      description = "Messages of a backlog (default: ${DEFAULT-VALUE}).")
  private int messages;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Measurements of each kind, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--peers",
      split = ",",
      defaultValue = "artemis-aio",
      description =
          "Whom to measure against: artemis-aio, artemis-nio, kafka, tls (RewindMQ with TLS), tracing (with"
              + " spans exported), none"
              + " (default: ${DEFAULT-VALUE}).")
  private List<String> peers = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = command().commandLine().getOut();
    if (list) {
      for (Scenario scenario : Scenario.values()) {
        out.printf(Locale.ROOT, "%-16s %s%n", scenario.option(), scenario.description());
      }
      return 0;
    }
    List<Scenario> chosen = chosen();
    ScratchFolder folder = ScratchFolder.create("rewindmq-bench-");
    try (Bench bench = new Bench(brokers(folder.path()), rounds, line -> print(out, line))) {
      bench.start();
      for (Scenario scenario : chosen) {
        if (scenario == Scenario.RECOVERY) {
          bench.measureRecovery(messages);
        } else {
          bench.measure(scenario, seconds, messages);
        }
      }
    }
    folder.delete();
    return 0;
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private List<Scenario> chosen() {
    if (seconds < 1 || rounds < 1 || messages < 1) {
      throw wrong("--seconds, --rounds and --messages must be at least 1");
    }
    try {
      return scenarios.isEmpty()
          ? Arrays.asList(Scenario.values())
          : scenarios.stream().map(Scenario::parse).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private List<Peer> brokers(Path workDir) throws IOException, InterruptedException {
    List<Peer> brokers = new ArrayList<>();
    brokers.add(RewindPeer.plain(workDir));
    for (String peer : peers) {
      switch (peer) {
        case "artemis-aio", "artemis-nio" ->
            brokers.add(
                new ArtemisPeer(
                    peer.substring("artemis-".length()),
                    ArtemisDownload.into(Installation.current()),
                    workDir));
        case "kafka" -> brokers.add(new KafkaPeer(Installation.current(), workDir));
        case "tls" -> brokers.add(RewindPeer.encrypted(workDir));
        case "tracing" -> brokers.add(RewindPeer.traced(workDir));
        case "none" -> {}
        default ->
            throw wrong(
                "--peers knows artemis-aio, artemis-nio, kafka, tls, tracing and none, not "
                    + peer);
      }
    }
    return brokers;
  }

  private ParameterException wrong(String text) {
    return new ParameterException(command().commandLine(), text);
  }

  private CommandSpec command() {
    return Objects.requireNonNull(spec);
  }
}
