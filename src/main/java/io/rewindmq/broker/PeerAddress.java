// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

/**
 * Where a connection comes from.
 *
 * @param text host and port, for people
 * @param loopback whether the peer runs on this machine
 */
public record PeerAddress(String text, boolean loopback) {
  @Override
  public String toString() {
    return text;
  }
}
