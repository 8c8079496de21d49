// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication;

/** Connects to the other broker. */
@FunctionalInterface
public interface PeerDialer {
  /**
   * Begins to connect; {@link Pair#connected} comes later, or never. Asked again and again while
   * there is no connection.
   */
  void dial();
}
