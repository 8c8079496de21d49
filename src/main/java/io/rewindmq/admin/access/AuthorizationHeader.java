// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.access;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.PeerAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Authorization}: {@code Basic} in UTF-8, or {@code Bearer}. */
final class AuthorizationHeader {
  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  private AuthorizationHeader() {}

  /**
   * Who wants in. Nobody in particular where there is no header; one that can't be read is somebody
   * whom nobody knows.
   */
  static Authenticator.Attempt attempt(PeerAddress peer, @Nullable String header) {
    if (header == null) {
      return new Authenticator.Attempt(peer, null, null);
    }
    String scheme = header.toLowerCase(Locale.ROOT);
    if (scheme.startsWith(BEARER)) {
      return new Authenticator.Attempt(peer, null, header.substring(BEARER.length()).strip());
    }
    if (scheme.startsWith(BASIC)) {
      String pair = decoded(header.substring(BASIC.length()).strip());
      int colon = pair.indexOf(':');
      if (colon > 0) {
        return new Authenticator.Attempt(peer, pair.substring(0, colon), pair.substring(colon + 1));
      }
    }
    return new Authenticator.Attempt(peer, "?", "");
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException unreadable) {
      return "";
    }
  }
}
