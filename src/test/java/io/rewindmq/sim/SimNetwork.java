// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.sim.shadow.WireTap;
import io.rewindmq.testkit.SimRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All connections between the clients and the broker that runs, if one does. */
final class SimNetwork {
  private final SimRandom random;
  private final SimDefect defect;
  private final Supplier<WireTap> taps;
  private final List<SimConnection> connections = new ArrayList<>();
  private @Nullable SimBroker broker;

  /** Each connection gets a tap of its own. */
  SimNetwork(SimRandom random, SimDefect defect, Supplier<WireTap> taps) {
    this.random = random;
    this.defect = defect;
    this.taps = taps;
  }

  /** What the broker has written so far is complete: the taps hear of it. */
  void completeFrames() {
    connections.forEach(SimConnection::completeFrame);
  }

  /** A broker listens from now on. */
  void listen(SimBroker listening) {
    broker = listening;
  }

  /** The machine of the broker is gone. */
  void brokerDied() {
    broker = null;
    connections.forEach(connection -> connection.brokerDied(random));
  }

  /** A new connection; null = nobody listens. */
  @Nullable SimConnection connect(SimConnection.Client client, String name) {
    SimBroker listening = broker;
    if (listening == null) {
      return null;
    }
    SimConnection connection = new SimConnection(listening, client, taps.get(), name, defect);
    connections.add(connection);
    return connection;
  }

  /** Any connection fails. */
  void cutOne() {
    if (!connections.isEmpty()) {
      connections.get(random.nextInt(connections.size())).cut(random);
    }
  }

  /** One thing arrives somewhere; false = nothing is on its way. */
  boolean step() {
    connections.removeIf(SimConnection::isOver);
    int count = connections.size();
    if (count == 0) {
      return false;
    }
    int from = random.nextInt(count * 2);
    for (int i = 0; i < count * 2; i++) {
      int at = (from + i) % (count * 2);
      SimConnection connection = connections.get(at / 2);
      if (at % 2 == 0 ? connection.arriveAtBroker() : connection.arriveAtClient()) {
        return true;
      }
    }
    return false;
  }
}
