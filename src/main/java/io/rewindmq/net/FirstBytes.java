// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what a peer speaks that does not speak our protocol, by its first bytes. */
final class FirstBytes {
  /** Enough to tell every case apart. */
  static final int BYTES = 5;

  static final String TLS = "TLS";

  private static final List<String> HTTP_STARTS =
      List.of(
          "GET /", "POST ", "PUT /", "HEAD ", "DELET", "OPTIO", "PATCH", "CONNE", "TRACE", "PRI *");

  private static final int TLS_HANDSHAKE = 0x16;
  private static final int TLS_MAJOR_VERSION = 3;

  private FirstBytes() {}

  /**
   * Names the peer's protocol.
   *
   * @param bytes at least {@link #BYTES} readable ones
   * @return null when it may be ours
   */
  static @Nullable String otherProtocol(ByteBuf bytes) {
    int at = bytes.readerIndex();
    if (bytes.getByte(at) == TLS_HANDSHAKE && bytes.getByte(at + 1) == TLS_MAJOR_VERSION) {
      return TLS;
    }
    String start = bytes.toString(at, BYTES, StandardCharsets.ISO_8859_1);
    if (HTTP_STARTS.contains(start)) {
      return "HTTP";
    }
    return null;
  }
}
