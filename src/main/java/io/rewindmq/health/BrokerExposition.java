// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.broker.ClientFigures;
import io.rewindmq.platform.thread.Fill;
import io.rewindmq.shard.state.ShardFigures;
import io.rewindmq.shard.watch.ObjectFigures;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Metrics of the broker as a whole. */
final class BrokerExposition {
  /** Codes of connections whose client did not keep to the protocol. */
  private static final Set<String> PROTOCOL_CODES =
      Set.of("PROTOCOL_ERROR", "VERSION_UNSUPPORTED", "FRAME_TOO_LARGE");

  private BrokerExposition() {}

  static void add(MetricFamilies families, BrokerFigures figures, Fill databaseRequests) {
    addTraffic(families, figures.shard());
    addJournal(families, figures);
    Map<String, Fill> queues = new TreeMap<>(figures.queues());
    queues.put("database", databaseRequests);
    addFills(families, "rewind_queue_tasks", "queue", "Tasks that wait for a thread", queues);
    addFills(
        families,
        "rewind_buffer_bytes",
        "buffer",
        "Bytes in memory for a purpose",
        new TreeMap<>(figures.buffers()));
    addConnections(families, figures.sockets(), figures.clients());
    addClients(families, figures.clients(), figures.objects().totals());
  }

  private static void addTraffic(MetricFamilies families, ShardFigures shard) {
    families.counter("rewind_messages_in", "Messages that got an offset").with(shard.messagesIn());
    families.counter("rewind_in_bytes", "Their bytes, encoded").with(shard.bytesIn());
    families.counter("rewind_messages_out", "Messages handed to clients").with(shard.messagesOut());
    families.counter("rewind_out_bytes", "Their bytes, encoded").with(shard.bytesOut());
    families
        .counter(
            "rewind_messages_acknowledged",
            "Messages that queues and durable subscriptions acknowledged")
        .with(shard.acknowledged());
    families
        .counter("rewind_messages_moved", "Messages moved to dead-letter and expiry queues")
        .with(shard.moved());
    families
        .counter(
            "rewind_history_given_up_bytes",
            "History given up before its time, for the disk was full")
        .with(shard.historyGivenUp());
  }

  private static void addJournal(MetricFamilies families, BrokerFigures figures) {
    families
        .counter("rewind_journal_forces", "Forces to the device")
        .with(figures.shard().forces());
    families
        .gauge("rewind_journal_size_bytes", "Journal in use")
        .with(figures.shard().journalBytes());
    families.seconds(
        "rewind_journal_force_seconds",
        "Writing a batch that somebody waits for, and forcing it to the device",
        figures.loop().forces());
    families.bytes(
        "rewind_journal_batch_bytes",
        "Bytes that were written to the journal together",
        figures.loop().batches());
    families.seconds(
        "rewind_loop_turn_seconds",
        "Turns of the loop that handles frames and delivers",
        figures.loop().turns());
  }

  private static void addFills(
      MetricFamilies families, String name, String label, String help, Map<String, Fill> fills) {
    var used = families.gauge(name, help, label);
    var max = families.gauge(name + "_max", help + ": at most", label);
    fills.forEach(
        (which, fill) -> {
          used.with(fill.used(), which);
          if (fill.max() != Fill.UNBOUNDED) {
            max.with(fill.max(), which);
          }
        });
  }

  private static void addConnections(
      MetricFamilies families, BrokerFigures.Sockets sockets, ClientFigures clients) {
    families.gauge("rewind_connections", "Open client connections").with(sockets.open());
    families.gauge("rewind_connections_max", "At most so many may be open").with(sockets.max());
    families
        .gauge(
            "rewind_connections_paused",
            "Connections whose socket is not read, for client or broker is behind")
        .with(sockets.paused());
    var ended =
        families.counter(
            "rewind_connections_ended", "Connections that the broker ended, by reason", "code");
    clients.failures().forEach((code, count) -> ended.with(count, code));
    long broken =
        clients.failures().entrySet().stream()
            .filter(entry -> PROTOCOL_CODES.contains(entry.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    families
        .counter(
            "rewind_protocol_errors", "Connections ended because the client broke the protocol")
        .with(broken + sockets.brokenPeers());
    families.counter("rewind_logins", "Logins that were accepted").with(clients.logins());
    var refused =
        families.counter("rewind_logins_failed", "Logins that were refused, by reason", "code");
    clients.refusals().forEach((code, count) -> refused.with(count, code));
  }

  private static void addClients(
      MetricFamilies families, ClientFigures clients, ObjectFigures.Totals totals) {
    families.gauge("rewind_sessions", "Open sessions").with(clients.sessions());
    families.gauge("rewind_consumers", "Open consumers, without browsers").with(totals.consumers());
    families
        .gauge("rewind_producers", "Producers whose last message the broker remembers")
        .with(totals.producers());
    families
        .gauge("rewind_transactions", "Open transactions that have sent something")
        .with(totals.transactions());
    families
        .gauge("rewind_sessions_blocked", "Sessions whose sends wait for room in a destination")
        .with(clients.waitingSessions());
    families
        .counter("rewind_sends_blocked", "Sends that had to wait for room in a destination")
        .with(clients.heldSends());
  }
}
