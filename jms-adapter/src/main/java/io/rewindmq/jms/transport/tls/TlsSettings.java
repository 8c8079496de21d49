// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport.tls;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client speaks TLS.
 *
 * @param context what the application made itself; null = the files below, and where they are null
 *     too, what the JVM is set up with
 * @param trust file with the certificates that are trusted: PEM, PKCS#12 or JKS
 * @param trustPassword of that file
 * @param keystore file with the client's own certificate and key: PEM, PKCS#12 or JKS
 * @param keystorePassword of that file
 * @param verifyHost whether the broker's certificate must be for the host that was asked for
 */
public record TlsSettings(
    @Nullable SSLContext context,
    @Nullable String trust,
    @Nullable String trustPassword,
    @Nullable String keystore,
    @Nullable String keystorePassword,
    boolean verifyHost) {
  /** Without the passwords. */
  @Override
  public String toString() {
    return "TLS, trust " + trust + ", keystore " + keystore + ", verify host " + verifyHost;
  }
}
