// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.protocol.AckEntry;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.SubscriptionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A client that takes everything there is, and acknowledges it when told. */
final class SimAuditor implements SimConnection.Client {
  private static final int CHANNEL = 1;
  private static final int MUCH = 1 << 20;

  private final long connectionId;
  private final @Nullable String clientId;
  private final List<SimSource> sources;
  private final Map<Integer, SimConsumer> consumers = new TreeMap<>();
  private final SimConnection connection;
  private long epoch;
  private int lastRequest;

  private SimAuditor(long connectionId, @Nullable String clientId, SimNetwork network) {
    this.connectionId = connectionId;
    this.clientId = clientId;
    this.sources =
        (clientId == null ? SimSource.ofAnybody() : SimSource.ofOne())
            .stream()
                .filter(source -> source.kind() != SubscriptionKind.NON_DURABLE)
                .filter(source -> clientId == null || source.kind() == SubscriptionKind.DURABLE)
                .toList();
    SimConnection made = network.connect(this, "auditor " + connectionId);
    if (made == null) {
      throw new AssertionError("no broker runs");
    }
    this.connection = made;
    made.send(new Frame.Hello(1, 1, connectionId, 0, MUCH, clientId, null, null, "sim", Map.of()));
  }

  /** Auditors of all subscriptions. */
  static List<SimAuditor> all(SimNetwork network) {
    return List.of(
        new SimAuditor(1000, null, network), new SimAuditor(1001, SimSource.CLIENT_ID, network));
  }

  /** Settles everything that has come. */
  void acknowledgeAll() {
    for (SimConsumer consumer : consumers.values()) {
      for (List<AckEntry> entries : consumer.acks(consumer.held()).values()) {
        connection.send(new Frame.Ack(CHANNEL, ++lastRequest, epoch, entries));
      }
      consumer.held().clear();
    }
  }

  @Override
  public void receive(Frame frame) {
    switch (frame) {
      case Frame.Welcome welcome -> {
        epoch = welcome.epoch();
        connection.send(new Frame.OpenSession(CHANNEL, ++lastRequest, 2, 1));
        for (int i = 0; i < SimSource.DESTINATIONS.size(); i++) {
          DestinationKind kind =
              i == SimSource.TOPIC ? DestinationKind.TOPIC : DestinationKind.QUEUE;
          connection.send(new Frame.Resolve(0, ++lastRequest, kind, SimSource.DESTINATIONS.get(i)));
        }
      }
      case Frame.Destination found -> open(found);
      case Frame.ConsumerOpened opened -> credit(opened.requestId(), opened.groupEpoch());
      case Frame.ConsumerReset reset -> credit(reset.consumerId(), reset.groupEpoch());
      case Frame.Deliver deliver -> {
        SimConsumer consumer = consumers.get(deliver.consumerId());
        if (consumer == null) {
          throw new AssertionError("nobody wanted " + deliver);
        }
        consumer.arrived(deliver, epoch, false);
      }
      case Frame.Ok _, Frame.Heartbeat _ -> {}
      default -> throw new AssertionError("an auditor got " + frame);
    }
  }

  /** Opens a consumer on each source there; its number is that of the request. */
  private void open(Frame.Destination found) {
    List<SimSource> there = new ArrayList<>(sources);
    there.removeIf(
        source -> !SimSource.DESTINATIONS.get(source.destination()).equals(found.name()));
    for (SimSource source : there) {
      int id = ++lastRequest;
      consumers.put(id, new SimConsumer(id, source));
      connection.send(
          new Frame.OpenConsumer(
              CHANNEL,
              id,
              id,
              found.handle(),
              source.kind(),
              source.subscription(),
              null,
              false,
              false,
              null));
    }
  }

  private void credit(int id, int groupEpoch) {
    SimConsumer consumer = consumers.get(id);
    if (consumer != null) {
      consumer.reset(groupEpoch);
      connection.send(new Frame.Credit(CHANNEL, id, groupEpoch, MUCH, 1 << 30));
      connection.send(new Frame.Drain(CHANNEL, ++lastRequest, id));
    }
  }

  @Override
  public void disconnected() {
    throw new AssertionError("auditor " + connectionId + " (" + clientId + ") is disconnected");
  }
}
