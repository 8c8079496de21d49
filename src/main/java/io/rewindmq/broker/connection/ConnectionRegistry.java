// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.client.Clients;
import io.rewindmq.broker.client.ConnectionDetail;
import io.rewindmq.broker.client.ConnectionSummary;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connections that are logged in: at most one for each connection id and each client id. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class ConnectionRegistry implements Clients {
  private final Map<Long, BrokerConnection> byConnectionId = new LinkedHashMap<>();
  private final Map<String, BrokerConnection> byClientId = new HashMap<>();

  /** The connection with that id, for a client that comes back before its loss was noticed. */
  @Nullable BrokerConnection withConnectionId(long connectionId) {
    return byConnectionId.get(connectionId);
  }

  void add(long connectionId, BrokerConnection connection) {
    byConnectionId.put(connectionId, connection);
  }

  /**
   * Reserves a client id.
   *
   * @return false = another connection has it
   */
  boolean claim(String clientId, BrokerConnection connection) {
    BrokerConnection holder = byClientId.putIfAbsent(clientId, connection);
    return holder == null || holder == connection;
  }

  /** The connection has ended. */
  void remove(long connectionId, @Nullable String clientId, BrokerConnection connection) {
    byConnectionId.remove(connectionId, connection);
    if (clientId != null) {
      byClientId.remove(clientId, connection);
    }
  }

  @Override
  public List<ConnectionSummary> connections() {
    return byConnectionId.values().stream()
        .map(BrokerConnection::summary)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Optional<ConnectionDetail> connection(long connectionId) {
    return Optional.ofNullable(byConnectionId.get(connectionId)).flatMap(BrokerConnection::detail);
  }

  @Override
  public boolean close(long connectionId, String why, boolean mayReturn) {
    BrokerConnection found = byConnectionId.get(connectionId);
    if (found != null) {
      found.fail(mayReturn ? ErrorCode.UNAVAILABLE : ErrorCode.CLOSED_BY_OPERATOR, why);
    }
    return found != null;
  }

  @Override
  public boolean closeConsumer(long connectionId, int consumer, String why) {
    BrokerConnection found = byConnectionId.get(connectionId);
    return found != null && found.closeConsumer(consumer, why);
  }

  /** The oldest first. */
  List<BrokerConnection> all() {
    Collection<BrokerConnection> connections = byConnectionId.values();
    return new ArrayList<>(connections);
  }
}
