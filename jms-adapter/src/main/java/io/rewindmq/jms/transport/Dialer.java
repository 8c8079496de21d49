// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Reaches a broker: over TCP, over TLS, or over what a test makes of it. Any thread; what it gives
 * belongs to the caller.
 */
@FunctionalInterface
public interface Dialer {
  /**
   * Connects, handshakes of an encryption included.
   *
   * @param timeoutMillis longest wait for the host, at least 1
   * @throws IOException the host could not be reached; nothing is left open
   */
  Streams dial(String host, int port, int timeoutMillis) throws IOException;

  /** Plain TCP that sends small frames at once. */
  static Dialer tcp() {
    return (host, port, timeoutMillis) -> {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(host, port), timeoutMillis);
        return Streams.of(socket);
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    };
  }
}
