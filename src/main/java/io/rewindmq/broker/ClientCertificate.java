// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import org.jspecify.annotations.Nullable;

/**
 * A certificate that a client has shown and TLS has verified: one of the trusted issuers made it,
 * it is valid now, and the client has its private key.
 *
 * @param subject whom it is about, as RFC 2253 writes it, for example {@code CN=billing,O=Acme}
 * @param commonName the subject's CN; null = it has none
 * @param dnsName the first alternative name of that kind; null = there is none
 * @param email the first alternative name of that kind; null = there is none
 */
public record ClientCertificate(
    String subject, @Nullable String commonName, @Nullable String dnsName, @Nullable String email) {
  /** One without alternative names. */
  public ClientCertificate(String subject, @Nullable String commonName) {
    this(subject, commonName, null, null);
  }

  @Override
  public String toString() {
    return subject;
  }
}
