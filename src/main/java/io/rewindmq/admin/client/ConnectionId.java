// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.client;

import io.rewindmq.admin.request.ProblemException;
import jakarta.ws.rs.core.Response;
import java.util.HexFormat;

/** Numbers of connections as people write them: 16 hexadecimal digits. */
final class ConnectionId {
  private static final int DIGITS = 16;

  private ConnectionId() {}

  static String text(long connectionId) {
    return HexFormat.of().toHexDigits(connectionId);
  }

  /**
   * Reads one.
   *
   * @throws ProblemException 404
   */
  static long inPath(String text) {
    if (text.length() == DIGITS && text.chars().allMatch(HexFormat::isHexDigit)) {
      return HexFormat.fromHexDigitsToLong(text);
    }
    throw unknown(text);
  }

  static ProblemException unknown(String text) {
    return new ProblemException(
        Response.Status.NOT_FOUND,
        "there is no connection \""
            + text
            + "\" any more or yet; expected the id of one that GET /api/v1/connections lists");
  }
}
