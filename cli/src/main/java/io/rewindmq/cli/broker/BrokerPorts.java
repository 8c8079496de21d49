// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * The two ports of a broker.
 *
 * @param messaging where JMS clients connect, 1 to 65535
 * @param http where health and REST answer, 1 to 65535
 */
public record BrokerPorts(int messaging, int http) {
  /** Two ports of loopback that nobody uses at the moment. */
  public static BrokerPorts free() {
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new BrokerPorts(first.getLocalPort(), second.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }
}
