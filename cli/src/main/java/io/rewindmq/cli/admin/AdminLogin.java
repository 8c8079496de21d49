// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.admin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who asks the administration. */
public final class AdminLogin {
  private final @Nullable String header;

  private AdminLogin(@Nullable String header) {
    this.header = header;
  }

  /** Nobody in particular: enough on the broker's own machine while there are no users. */
  public static AdminLogin nobody() {
    return new AdminLogin(null);
  }

  /** A user with his password. */
  public static AdminLogin password(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new AdminLogin("Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** Whoever a token names. */
  public static AdminLogin token(String token) {
    return new AdminLogin("Bearer " + token);
  }

  /** The header {@code Authorization}. */
  Optional<String> header() {
    return Optional.ofNullable(header);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return header == null ? "nobody" : "a login";
  }
}
