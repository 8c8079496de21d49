// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.access.ConnectionAccess;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import org.jspecify.annotations.Nullable;

/** Who a connection is. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class ConnectionIdentity {
  private final long connectionId;
  private final @Nullable String user;
  private final String product;
  private final ConnectionAccess access;
  private @Nullable String clientId;

  /** Of a connection that was let in. */
  ConnectionIdentity(
      long connectionId,
      @Nullable String clientId,
      @Nullable String user,
      String product,
      ConnectionAccess access) {
    this.access = access;
    this.connectionId = connectionId;
    this.clientId = clientId;
    this.user = user;
    this.product = product;
  }

  /** Chosen by the client at random, kept when it reconnects; unsigned. */
  long connectionId() {
    return connectionId;
  }

  @Nullable String clientId() {
    return clientId;
  }

  void setClientId(String newClientId) {
    clientId = newClientId;
  }

  @Nullable String user() {
    return user;
  }

  ConnectionAccess access() {
    return access;
  }

  String product() {
    return product;
  }
}
