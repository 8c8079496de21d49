// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

/**
 * What the broker offers to clients, and its bounds.
 *
 * @param brokerId name of this broker, for people
 * @param product name and version of the software
 * @param heartbeatMillis the longest interval it agrees to
 * @param frameBytesMax largest frame, without its length field
 * @param messageBytesMax largest message
 * @param connection bounds of one connection
 * @param blockMillisMax how long a send waits for room in a destination that is full
 * @param operations bounds of what administrators have under way
 */
public record BrokerOptions(
    String brokerId,
    String product,
    int heartbeatMillis,
    int frameBytesMax,
    int messageBytesMax,
    ConnectionLimits connection,
    int blockMillisMax,
    OperationLimits operations) {
  private static final int MEBIBYTE = 1 << 20;

  /** A frame holds the largest message and some bytes around it. */
  public static final int FRAME_OVERHEAD_BYTES = 64 * 1024;

  public BrokerOptions {
    require("heartbeat-millis", heartbeatMillis, 10);
    require("message-bytes-max", messageBytesMax, 1024);
    require("frame-bytes-max", frameBytesMax, messageBytesMax + FRAME_OVERHEAD_BYTES);
    require("backlog.block-millis-max", blockMillisMax, 1);
  }

  /**
   * Bounds of one connection.
   *
   * @param sessionsMax open sessions
   * @param consumersMax open consumers
   * @param temporariesMax temporary destinations
   */
  public record ConnectionLimits(int sessionsMax, int consumersMax, int temporariesMax) {
    public ConnectionLimits {
      require("connection.sessions-max", sessionsMax, 1);
      require("connection.consumers-max", consumersMax, 1);
      require("connection.temporaries-max", temporariesMax, 1);
    }
  }

  /**
   * Bounds of long operations of administrators.
   *
   * @param runningMax under way at once
   * @param keptMillis how long those can be looked at
   */
  public record OperationLimits(int runningMax, int keptMillis) {
    /** What a broker uses unless told otherwise. */
    public static final OperationLimits DEFAULT = new OperationLimits(8, 3_600_000);

    public OperationLimits {
      require("operations.running-max", runningMax, 1);
      require("operations.kept-millis", keptMillis, 1000);
    }
  }

  /** What a broker uses unless told otherwise. */
  public static BrokerOptions defaults() {
    return new BrokerOptions(
        "rewindmq",
        "RewindMQ",
        10_000,
        16 * MEBIBYTE + FRAME_OVERHEAD_BYTES,
        16 * MEBIBYTE,
        new ConnectionLimits(10_000, 10_000, 10_000),
        30_000,
        OperationLimits.DEFAULT);
  }

  private static void require(String key, int value, int min) {
    if (value < min) {
      throw new IllegalArgumentException(key + " must be at least " + min + ", not " + value);
    }
  }
}
