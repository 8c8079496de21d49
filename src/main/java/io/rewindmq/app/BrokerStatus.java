// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

/**
 * How a broker is.
 *
 * @param reason for people: why not ready
 * @param connections open client sockets
 * @param epoch of the shard, 0 before it has recovered
 */
public record BrokerStatus(State state, String reason, int connections, long epoch) {
  /** The life of a broker; it never goes back. */
  public enum State {
    STARTING,
    READY,
    /** The disk or an invariant failed; it serves nobody any more. */
    FAILED,
    STOPPED
  }

  public boolean isReady() {
    return state == State.READY;
  }
}
