// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The rounds of one variant, by the peers' names; the first one is ours. */
final class Results {
  private final String title;
  private final Map<String, Rounds> rounds = new LinkedHashMap<>();

  Results(String title) {
    this.title = title;
  }

  void add(Peer peer, Measurement measurement) {
    rounds.computeIfAbsent(peer.name(), any -> new Rounds()).add(measurement);
  }

  /** Medians, a line for each peer. */
  String table() {
    StringBuilder table = new StringBuilder(600).append(title).append('\n');
    table.append(
        String.format(
            Locale.ROOT,
            "  %-12s %10s %22s %8s %8s %18s %8s %7s%n",
            "",
            "messages/s",
            "(min to max)",
            "p50 ms",
            "p99 ms",
            "CPU us broker/cl.",
            "RSS MiB",
            "ratio"));
    double own =
        Objects.requireNonNull(rounds.values().iterator().next()).median(Measurement::rate);
    rounds.forEach((peer, measured) -> table.append(row(peer, measured, own)));
    return table.toString();
  }

  private static String row(String peer, Rounds measured, double own) {
    return String.format(
        Locale.ROOT,
        "  %-12s %10.0f %10.0f to %8.0f %8s %8s %9.1f / %6.1f %8.0f %7.2f%n",
        peer,
        measured.median(Measurement::rate),
        measured.min(Measurement::rate),
        measured.max(Measurement::rate),
        millis(measured.median(Measurement::p50Micros)),
        millis(measured.median(Measurement::p99Micros)),
        measured.median(Measurement::brokerCpuMicros),
        measured.median(Measurement::clientCpuMicros),
        measured.median(Measurement::residentMib),
        own / measured.median(Measurement::rate));
  }

  private static String millis(double micros) {
    return micros == 0 ? "-" : String.format(Locale.ROOT, "%.2f", micros / 1000);
  }
}
