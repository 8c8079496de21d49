// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

import io.rewindmq.broker.ClientCertificate;
import io.rewindmq.platform.thread.AnyThread;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Reads who the other side of a TLS session is. */
@AnyThread // no state
public final class ClientCertificates {
  // kinds of alternative names, RFC 5280
  private static final int EMAIL = 1;
  private static final int DNS = 2;

  private ClientCertificates() {}

  /**
   * The certificate that the client has shown and TLS has verified.
   *
   * @return null = it has shown none
   */
  public static @Nullable ClientCertificate of(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? of(certificate)
          : null;
    } catch (SSLPeerUnverifiedException nothingShown) {
      return null;
    }
  }

  static ClientCertificate of(X509Certificate certificate) {
    String name = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
    return new ClientCertificate(
        name, commonName(name), alternative(certificate, DNS), alternative(certificate, EMAIL));
  }

  /** The first alternative name of that kind. */
  private static @Nullable String alternative(X509Certificate certificate, int kind) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> name : names) {
          if (name.size() > 1
              && name.get(0) instanceof Integer found
              && found == kind
              && name.get(1) instanceof String text) {
            return text;
          }
        }
      }
      return null;
    } catch (CertificateParsingException unreadable) {
      return null;
    }
  }

  /** The most specific one. */
  static @Nullable String commonName(String distinguishedName) {
    try {
      for (Rdn part : new LdapName(distinguishedName).getRdns().reversed()) {
        Attribute commonName = part.toAttributes().get("CN");
        if (commonName != null && commonName.get() instanceof String text) {
          return text;
        }
      }
    } catch (NamingException noName) {
      return null;
    }
    return null;
  }
}
