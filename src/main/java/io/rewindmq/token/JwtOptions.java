// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.token;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Which tokens are taken.
 *
 * @param jwks where the keys are: {@code https:}, {@code file:}, or {@code http:} of this machine
 * @param issuer what the claim {@code iss} must be
 * @param audience what must be among the claim {@code aud}
 * @param userClaim which claim names the user
 * @param rolesClaim which claim names roles: a list, or a text with spaces; dots go into objects
 */
public record JwtOptions(
    URI jwks, String issuer, String audience, String userClaim, String rolesClaim) {
  /**
   * Checks the place of the keys.
   *
   * @throws IllegalArgumentException it is none; the message says what was expected
   */
  public static URI place(String text) {
    try {
      URI place = new URI(text);
      boolean isLocal = "localhost".equals(place.getHost()) || "127.0.0.1".equals(place.getHost());
      boolean isGood =
          switch (String.valueOf(place.getScheme())) {
            case "https" -> place.getHost() != null;
            case "http" -> isLocal;
            case "file" -> place.getPath() != null && !place.getPath().isEmpty();
            default -> false;
          };
      if (isGood) {
        return place;
      }
    } catch (URISyntaxException notOne) {
      throw invalid(text);
    }
    throw invalid(text);
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "expected an address of keys as in https://login.example.com/jwks.json or"
            + " file:///etc/rewindmq/jwks.json (http only of this machine); got \""
            + text
            + "\"");
  }
}
