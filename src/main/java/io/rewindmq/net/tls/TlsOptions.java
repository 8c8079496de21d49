// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where TLS finds its files, and what it asks of clients.
 *
 * @param certificate PEM: the broker's certificate, behind it those that lead to its issuer
 * @param key PEM: the private key of the certificate, PKCS#8, not encrypted
 * @param trust PEM: who issues certificates of clients; read unless nobody is asked for one
 * @param crl PEM: certificates that issuers have taken back; null = they are not looked for
 * @param protocols at least one of {@link #KNOWN_PROTOCOLS}
 * @param reloadMillis how often the files are looked at
 */
public record TlsOptions(
    Path certificate,
    Path key,
    Path trust,
    @Nullable Path crl,
    ClientAuth clientAuth,
    List<String> protocols,
    int reloadMillis) {
  /** What may be allowed; older ones are broken. */
  public static final Set<String> KNOWN_PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  private static final int RELOAD_MILLIS_MIN = 100;

  public TlsOptions {
    protocols = List.copyOf(protocols);
    if (protocols.isEmpty() || !KNOWN_PROTOCOLS.containsAll(protocols)) {
      throw new IllegalArgumentException(
          "tls.protocols must be one or more of "
              + String.join(", ", new TreeSet<>(KNOWN_PROTOCOLS))
              + ", not "
              + String.join(",", protocols));
    }
    if (reloadMillis < RELOAD_MILLIS_MIN) {
      throw new IllegalArgumentException(
          "tls.reload-millis must be at least " + RELOAD_MILLIS_MIN + ", not " + reloadMillis);
    }
  }

  /** Whether clients must show who they are by a certificate. */
  public enum ClientAuth {
    /** They are not asked. */
    NONE,
    /** They are asked; one that shows none goes on. */
    REQUEST,
    /** They are asked; one that shows none is refused. */
    REQUIRED;

    /** Whether they are asked at all. */
    public boolean isAsked() {
      return this != NONE;
    }
  }
}
