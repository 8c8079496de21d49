// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.rewindmq.net.tls.TlsOptions.ClientAuth;
import io.rewindmq.platform.thread.AnyThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates and a key that fit together, read from files at one time.
 *
 * <p>Each has a context of its own, and so sessions of its own: after a change nobody gets in by
 * what was agreed on with the certificates before.
 */
@AnyThread // immutable
final class TlsMaterial {
  private static final Logger LOG = LoggerFactory.getLogger(TlsMaterial.class);
  private static final char[] NO_PASSWORD = {};
  private static final byte[] SIGNED = "RewindMQ".getBytes(StandardCharsets.US_ASCII);

  private final Files files;
  private final X509Certificate certificate;
  private final X509ExtendedKeyManager keyManager;
  private final @Nullable X509ExtendedTrustManager trustManager;
  private final SslContext context;

  private TlsMaterial(
      Files files,
      X509Certificate certificate,
      X509ExtendedKeyManager keyManager,
      @Nullable X509ExtendedTrustManager trustManager,
      SslContext context) {
    this.files = files;
    this.certificate = certificate;
    this.keyManager = keyManager;
    this.trustManager = trustManager;
    this.context = context;
  }

  /**
   * Files as they were read.
   *
   * @param trust null = clients are not asked for certificates
   * @param crl null = lists of revoked certificates are not looked for
   * @param revocations what is in {@code crl}
   */
  record Files(
      PemFile certificate,
      PemFile key,
      @Nullable PemFile trust,
      @Nullable PemFile crl,
      @Nullable Revocations revocations) {
    static Files read(TlsOptions options) throws TlsFileException {
      Path lists = options.clientAuth().isAsked() ? options.crl() : null;
      PemFile crl = lists == null ? null : PemFile.read("rewind.tls.crl", lists);
      return new Files(
          PemFile.read("rewind.tls.certificate", options.certificate()),
          PemFile.read("rewind.tls.key", options.key()),
          options.clientAuth().isAsked() ? PemFile.read("rewind.tls.trust", options.trust()) : null,
          crl,
          crl == null ? null : new Revocations(crl.revocationLists()));
    }

    boolean hasSameContent(Files other) {
      return certificate.hasSameContent(other.certificate)
          && key.hasSameContent(other.key)
          && isSame(trust, other.trust)
          && isSame(crl, other.crl);
    }

    private static boolean isSame(@Nullable PemFile one, @Nullable PemFile other) {
      if (one == null || other == null) {
        return one == other;
      }
      return one.hasSameContent(other);
    }
  }

  /**
   * Makes it of files.
   *
   * @throws TlsFileException one can't be used, or they don't fit together
   */
  static TlsMaterial of(Files files, TlsOptions options) throws TlsFileException {
    List<X509Certificate> chain = files.certificate().certificates();
    PrivateKey key = files.key().privateKey();
    requireMatch(files, chain.getFirst(), key);
    requireOrder(files.certificate(), chain);
    try {
      X509ExtendedKeyManager keyManager = keyManager(chain, key);
      PemFile trust = files.trust();
      X509ExtendedTrustManager trustManager =
          trust == null ? null : trustManager(trust.certificates(), files.revocations());
      SslContext context = context(options, keyManager, trustManager);
      return new TlsMaterial(files, chain.getFirst(), keyManager, trustManager, context);
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsFileException("TLS can't be set up: " + e.getMessage(), e);
    }
  }

  Files files() {
    return files;
  }

  TlsFiles.Usage usage(boolean isChanged, @Nullable String problem) {
    return new TlsFiles.Usage(certificate, files.revocations(), isChanged, problem);
  }

  /** The broker's own. */
  X509Certificate certificate() {
    return certificate;
  }

  X509ExtendedKeyManager keyManager() {
    return keyManager;
  }

  /** Null = clients are not asked for certificates. */
  @Nullable X509ExtendedTrustManager trustManager() {
    return trustManager;
  }

  /** Whether the client that a session is with would be let in now. */
  boolean trusts(SSLSession session) {
    if (trustManager == null) {
      return false;
    }
    try {
      X509Certificate[] chain =
          Arrays.stream(session.getPeerCertificates())
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      trustManager.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
      return true;
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      LOG.debug("a session's certificate does not count any more", e);
      return false;
    }
  }

  /** Of the messaging listener. */
  SslContext context() {
    return context;
  }

  private static void requireMatch(Files files, X509Certificate certificate, PrivateKey key)
      throws TlsFileException {
    boolean isMatch;
    try {
      isMatch = isOneKey(certificate.getPublicKey(), key);
    } catch (GeneralSecurityException e) {
      throw new TlsFileException(
          files.key().name()
              + " can't be used with the certificate in "
              + files.certificate().name()
              + ": "
              + e.getMessage(),
          e);
    }
    if (!isMatch) {
      throw new TlsFileException(
          files.key().name()
              + " is not the key of the first certificate in "
              + files.certificate().name()
              + " ("
              + certificate.getSubjectX500Principal()
              + ")");
    }
  }

  private static boolean isOneKey(PublicKey publicKey, PrivateKey key)
      throws GeneralSecurityException {
    if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    Signature signature =
        Signature.getInstance(
            key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
    signature.initSign(key);
    signature.update(SIGNED);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(SIGNED);
    return signature.verify(signed);
  }

  /** Behind each certificate comes the one of its issuer. */
  private static void requireOrder(PemFile file, List<X509Certificate> chain)
      throws TlsFileException {
    for (int i = 1; i < chain.size(); i++) {
      try {
        chain.get(i - 1).verify(chain.get(i).getPublicKey());
      } catch (GeneralSecurityException e) {
        throw new TlsFileException(
            file.name()
                + ": certificate "
                + (i + 1)
                + " ("
                + chain.get(i).getSubjectX500Principal()
                + ") has not issued the one before it ("
                + chain.get(i - 1).getSubjectX500Principal()
                + "); the order is the broker's own, its issuer's, and so on",
            e);
      }
    }
  }

  private static X509ExtendedKeyManager keyManager(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setKeyEntry("broker", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return only(factory.getKeyManagers(), X509ExtendedKeyManager.class);
  }

  private static X509ExtendedTrustManager trustManager(
      List<X509Certificate> issuers, @Nullable Revocations revocations)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    for (int i = 0; i < issuers.size(); i++) {
      store.setCertificateEntry("issuer-" + i, issuers.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (revocations == null) {
      factory.init(store);
    } else {
      factory.init(revocations.judging(store));
    }
    return only(factory.getTrustManagers(), X509ExtendedTrustManager.class);
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static <T> T only(Object[] made, Class<T> type) throws GeneralSecurityException {
    return Arrays.stream(made)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no " + type.getSimpleName()));
  }

  private static SslContext context(
      TlsOptions options,
      X509ExtendedKeyManager keyManager,
      @Nullable X509ExtendedTrustManager trustManager)
      throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(keyManager)
            .sslProvider(SslProvider.JDK)
            .protocols(options.protocols())
            .clientAuth(nettys(options.clientAuth()));
    if (trustManager != null) {
      builder.trustManager(trustManager);
    }
    return builder.build();
  }

  private static io.netty.handler.ssl.ClientAuth nettys(ClientAuth clientAuth) {
    return switch (clientAuth) {
      case NONE -> io.netty.handler.ssl.ClientAuth.NONE;
      case REQUEST -> io.netty.handler.ssl.ClientAuth.OPTIONAL;
      case REQUIRED -> io.netty.handler.ssl.ClientAuth.REQUIRE;
    };
  }
}
