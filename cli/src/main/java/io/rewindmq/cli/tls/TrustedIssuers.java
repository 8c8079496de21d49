// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes HTTPS trust the issuers in a file instead of those that the JVM knows. */
public final class TrustedIssuers {
  private TrustedIssuers() {}

  /**
   * A context that trusts them.
   *
   * @param file certificates in PEM
   * @throws IllegalArgumentException it has none, or can't be read; the text says what is wrong
   */
  public static SSLContext in(Path file) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int count = 0;
      try (InputStream in = Files.newInputStream(file)) {
        for (Certificate issuer :
            CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          store.setCertificateEntry("issuer-" + count, issuer);
          count++;
        }
      }
      if (count == 0) {
        throw new IllegalArgumentException("there is no certificate in " + file);
      }
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted.getTrustManagers(), null);
      return context;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "expected certificates in PEM in " + file + ": " + e.getMessage(), e);
    }
  }
}
