// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

/**
 * Bounds of the messaging listener.
 *
 * @param host address to listen on
 * @param port 0 = any free one
 * @param ioThreads threads that read and write sockets; 0 = the thread of the shard's loop does
 * @param connectionsMax connections at once; one more is refused with LIMIT_REACHED
 * @param loginMillis a connection without a successful HELLO is closed after this time
 * @param inboundBytesMax received and not yet handled bytes of a connection; past it, its socket is
 *     not read
 * @param outboundBytesMax unsent bytes of a connection; past it, it gets no deliveries, past twice
 *     as many its socket is not read either
 * @param stallMillis a peer that takes none of the bytes that wait for it is dropped after this
 *     time
 */
public record ListenerOptions(
    String host,
    int port,
    int ioThreads,
    int connectionsMax,
    int loginMillis,
    int inboundBytesMax,
    int outboundBytesMax,
    int stallMillis) {
  public ListenerOptions {
    if (port < 0 || port > 0xFFFF) {
      throw new IllegalArgumentException("listen.port must be 0 to 65535, not " + port);
    }
    if (ioThreads < 0) {
      throw new IllegalArgumentException("listen.io-threads must not be negative: " + ioThreads);
    }
    requirePositive("listen.connections-max", connectionsMax);
    requirePositive("listen.login-millis", loginMillis);
    requirePositive("listen.inbound-bytes-max", inboundBytesMax);
    requirePositive("listen.outbound-bytes-max", outboundBytesMax);
    requirePositive("listen.stall-millis", stallMillis);
  }

  /** What a broker uses unless told otherwise. */
  public static ListenerOptions defaults() {
    return new ListenerOptions("127.0.0.1", 7672, 0, 10_000, 5_000, 1 << 20, 4 << 20, 30_000);
  }

  /** The same bounds at another address. */
  public ListenerOptions at(String newHost, int newPort) {
    return new ListenerOptions(
        newHost,
        newPort,
        ioThreads,
        connectionsMax,
        loginMillis,
        inboundBytesMax,
        outboundBytesMax,
        stallMillis);
  }

  /** The same with another number of threads. */
  public ListenerOptions withIoThreads(int newIoThreads) {
    return new ListenerOptions(
        host,
        port,
        newIoThreads,
        connectionsMax,
        loginMillis,
        inboundBytesMax,
        outboundBytesMax,
        stallMillis);
  }

  private static void requirePositive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1, not " + value);
    }
  }
}
