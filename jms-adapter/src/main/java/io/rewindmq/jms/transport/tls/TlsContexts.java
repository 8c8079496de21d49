// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes contexts of TLS out of settings. The files are read each time, so that changed ones count.
 */
final class TlsContexts {
  private TlsContexts() {}

  /**
   * A context for one connection.
   *
   * @throws TlsException a file can't be used; the text says which and why
   */
  static SSLContext of(TlsSettings settings) throws TlsException {
    SSLContext own = settings.context();
    if (own != null) {
      return own;
    }
    try {
      if (settings.trust() == null && settings.keystore() == null) {
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(settings), trustManagers(settings), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new TlsException("TLS can't be set up: " + e.getMessage(), e);
    }
  }

  private static KeyManager @Nullable [] keyManagers(TlsSettings settings)
      throws TlsException, GeneralSecurityException {
    String path = settings.keystore();
    if (path == null) {
      return null;
    }
    return TlsFile.read("tls.keystore", path, settings.keystorePassword()).keyManagers();
  }

  private static TrustManager[] trustManagers(TlsSettings settings)
      throws TlsException, GeneralSecurityException {
    String path = settings.trust();
    KeyStore store =
        path == null
            ? null // what the JVM trusts
            : TlsFile.read("tls.trust", path, settings.trustPassword()).trustStore();
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
