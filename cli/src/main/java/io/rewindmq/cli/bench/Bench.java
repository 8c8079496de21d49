// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Measures brokers in turns; every destination is used once. */
final class Bench implements AutoCloseable {
  private final List<Peer> peers;
  private final int rounds;
  private final Consumer<String> out;
  private final List<LoadProcess> clients = new ArrayList<>();
  private int destinations;

  /**
   * @param peers the first one is ours
   * @param rounds measurements of each kind
   */
  Bench(List<Peer> peers, int rounds, Consumer<String> out) {
    this.peers = peers;
    this.rounds = rounds;
    this.out = out;
  }

  void start() throws IOException, InterruptedException {
    for (Peer peer : peers) {
      peer.start();
      clients.add(LoadProcess.start(peer));
    }
  }

  /** Measures a scenario that needs nothing but clients, after one round to warm up. */
  void measure(Scenario scenario, int seconds, int messages) throws IOException {
    for (Scenario.Variant variant : scenario.variants(seconds, messages)) {
      Results results = new Results(scenario.option() + ", " + variant.label());
      for (int round = 0; round <= rounds; round++) {
        for (int i = 0; i < peers.size(); i++) {
          if (peers.get(i).canDo(scenario)) {
            Order order = onOwnDestination(variant.order());
            Measurement measured = clients.get(i).measure(order);
            clients.get(i).cleanUp(order);
            if (round > 0) {
              results.add(peers.get(i), measured);
            }
          }
        }
      }
      out.accept(results.table());
    }
  }

  /** Kills each broker over a backlog and measures how long its first message takes. */
  void measureRecovery(int messages) throws IOException, InterruptedException {
    for (Scenario.Variant variant : Scenario.RECOVERY.variants(0, messages)) {
      out.accept(Scenario.RECOVERY.option() + ", " + variant.label());
      for (int i = 0; i < peers.size(); i++) {
        Order backlog = onOwnDestination(variant.order());
        clients.get(i).measure(backlog);
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
          seconds.add(recover(peers.get(i), clients.get(i), backlog.destination()));
        }
        seconds.sort(null);
        out.accept(
            String.format(
                Locale.ROOT,
                "  %-12s %8.2f s (%.2f to %.2f)",
                peers.get(i).name(),
                seconds.get((seconds.size() - 1) / 2),
                seconds.getFirst(),
                seconds.getLast()));
      }
    }
  }

  private static double recover(Peer peer, LoadProcess client, String destination)
      throws IOException, InterruptedException {
    peer.kill();
    client.prepare(new Order(Order.Kind.FIRST, destination, 0, 1, 0, 0));
    peer.startAgain();
    LoadResult first = client.run();
    return first.nanos() / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private Order onOwnDestination(Order order) {
    return new Order(
        order.kind(),
        "bench-" + order.destination() + "-" + destinations++,
        order.bytes(),
        order.count(),
        order.seconds(),
        order.messages());
  }

  @Override
  public void close() throws IOException {
    for (LoadProcess client : clients) {
      client.close();
    }
    peers.forEach(Peer::close);
  }
}
