// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

/**
 * Where a connection comes from.
 *
 * @param text host and port, for people
 * @param loopback whether the peer runs on this machine
 */
public record PeerAddress(String text, boolean loopback) {
  /** Without the port: the same for all connections of a machine. */
  public String host() {
    int colon = text.lastIndexOf(':');
    return colon < 0 ? text : text.substring(0, colon);
  }

  @Override
  public String toString() {
    return text;
  }
}
