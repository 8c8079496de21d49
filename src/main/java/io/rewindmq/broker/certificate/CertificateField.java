// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.certificate;

import io.rewindmq.broker.ClientCertificate;
import org.jspecify.annotations.Nullable;

/** What of a certificate is the name of a user. */
public enum CertificateField {
  /** The subject's most specific common name. */
  CN,
  /** The whole subject, as RFC 2253 writes it. */
  DN,
  /** The first alternative name of the kind DNS. */
  SAN_DNS,
  /** The first alternative name of the kind e-mail. */
  SAN_EMAIL;

  /** The user's name; null = the certificate has no such field. */
  @Nullable String of(ClientCertificate certificate) {
    return switch (this) {
      case CN -> certificate.commonName();
      case DN -> certificate.subject();
      case SAN_DNS -> certificate.dnsName();
      case SAN_EMAIL -> certificate.email();
    };
  }
}
