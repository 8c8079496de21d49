// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import org.jspecify.annotations.Nullable;

/** Decides who may connect. Must not wait. */
@OwnedBy(ThreadRole.SHARD_LOOP)
@FunctionalInterface
public interface Authenticator {
  /**
   * Judges one login.
   *
   * @return null = welcome; else why not, for the client
   */
  @Nullable String refusal(PeerAddress peer, @Nullable String user, @Nullable String password);

  /** Takes everybody who comes from this machine, whatever the user and password say. */
  static Authenticator loopbackOnly() {
    return (peer, user, password) ->
        peer.loopback() ? null : "only connections from the broker's own machine are allowed";
  }

  /** Takes everybody. */
  static Authenticator everybody() {
    return (peer, user, password) -> null;
  }
}
