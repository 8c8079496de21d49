// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.ClientConnection;
import io.rewindmq.broker.ClientFigures;
import io.rewindmq.broker.ConnectionGate;
import io.rewindmq.broker.LoopInbox;
import io.rewindmq.broker.LoopRequests;
import io.rewindmq.broker.Outbox;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.broker.client.Clients;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.shard.Shard;

/**
 * All client connections of one shard.
 *
 * <p>{@link #turnEnded} must be called at the end of each turn of the shard's loop, after the
 * shard's own callbacks: what was written to clients goes out there.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Broker implements ConnectionGate {
  private final Services services;
  private final ConnectionRegistry registry = new ConnectionRegistry();
  private final Flushes flushes = new Flushes();
  private final long epoch;
  private long lastConnection;

  /** Serves clients of a shard that has recovered. */
  public Broker(BrokerOptions options, Shard shard, BrokerPorts ports) {
    this.services = Services.of(options, shard, ports);
    this.epoch = shard.epoch();
  }

  @Override
  public ClientConnection open(Outbox outbox, PeerAddress peer) {
    ThreadRole.SHARD_LOOP.assertCurrent();
    lastConnection++;
    return new BrokerConnection(services, registry, outbox, flushes, peer, lastConnection);
  }

  /** Sends what the turn has written. */
  public void turnEnded() {
    ThreadRole.SHARD_LOOP.assertCurrent();
    flushes.turnEnded();
    services.time().turnEnded();
  }

  /** The shard's epoch; any thread. */
  public long epoch() {
    return epoch;
  }

  /** How clients' logins and connections ended, and whose sends wait; any thread. */
  public ClientFigures clients() {
    return services.figures();
  }

  /**
   * Looks again what users may do: producers and consumers lose what is not allowed any more, and
   * connections whose login does not count any more end.
   *
   * @param isChanged users or roles have changed; else only logins that end by themselves matter
   */
  public void renewAccess(boolean isChanged) {
    ThreadRole.SHARD_LOOP.assertCurrent();
    registry.all().forEach(connection -> connection.renewAccess(isChanged));
    flushes.turnEnded();
  }

  /** The connections that are logged in. */
  public Clients roster() {
    return registry;
  }

  /**
   * For administrators.
   *
   * @param inbox takes their requests to the loop
   */
  public AdminGateway admin(LoopInbox inbox) {
    return new ShardAdminGateway(this, new LoopRequests(services.shard(), inbox));
  }

  /** Ends all connections with a word to each client; they reconnect when the broker is back. */
  public void closeAll(String reason) {
    ThreadRole.SHARD_LOOP.assertCurrent();
    registry.all().forEach(connection -> connection.fail(ErrorCode.UNAVAILABLE, reason));
    flushes.turnEnded();
  }

  Services services() {
    return services;
  }
}
