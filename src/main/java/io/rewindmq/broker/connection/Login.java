// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.broker.definition.RefusedException;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import org.jspecify.annotations.Nullable;

/** What is agreed on in the handshake. Immutable. */
@AnyThread
final class Login {
  static final int VERSION = 1;
  private static final int HEARTBEAT_MILLIS_MIN = 100;

  private Login() {}

  /** Refuses a HELLO that can't be welcomed, whoever sent it. */
  static void check(Frame.Hello hello, Services services) throws RefusedException {
    if (services.shard().isFailed()) {
      // it would get no answer to what it sends again
      throw new RefusedException(ErrorCode.UNAVAILABLE, "the broker has failed");
    }
    if (hello.minVersion() > VERSION || hello.maxVersion() < VERSION) {
      throw new RefusedException(
          ErrorCode.VERSION_UNSUPPORTED,
          "this broker speaks version "
              + VERSION
              + " of the protocol, the client "
              + hello.minVersion()
              + " to "
              + hello.maxVersion());
    }
    if (hello.connectionId() == 0) {
      throw new RefusedException(ErrorCode.PROTOCOL_ERROR, "connection id 0 is not allowed");
    }
    int frameBytesNeeded =
        services.options().messageBytesMax() + BrokerOptions.FRAME_OVERHEAD_BYTES;
    if (frameBytesMax(hello, services.options()) < frameBytesNeeded) {
      throw new RefusedException(
          ErrorCode.FRAME_TOO_LARGE,
          "the largest message of this broker needs frames of "
              + frameBytesNeeded
              + " bytes, the client takes "
              + hello.maxFrameBytes());
    }
  }

  /** The answer to a HELLO that was checked. */
  static Frame.Welcome welcome(Frame.Hello hello, Services services) {
    BrokerOptions options = services.options();
    return new Frame.Welcome(
        VERSION,
        services.shard().epoch(),
        heartbeatMillis(hello, options),
        frameBytesMax(hello, options),
        options.messageBytesMax(),
        services.shard().messageBytesMax(),
        services.ports().clock().millis(),
        options.brokerId(),
        options.product());
  }

  static @Nullable String clientId(Frame.Hello hello) {
    String clientId = hello.clientId();
    return clientId == null || clientId.isEmpty() ? null : clientId;
  }

  /** The shorter of the two wishes; 0 = the client has none. */
  private static int heartbeatMillis(Frame.Hello hello, BrokerOptions options) {
    int wanted = hello.heartbeatMillis();
    int agreed =
        wanted <= 0 ? options.heartbeatMillis() : Math.min(wanted, options.heartbeatMillis());
    return Math.max(agreed, Math.min(HEARTBEAT_MILLIS_MIN, options.heartbeatMillis()));
  }

  private static int frameBytesMax(Frame.Hello hello, BrokerOptions options) {
    return Math.min(hello.maxFrameBytes(), options.frameBytesMax());
  }
}
