// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.transport.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** A file with certificates, and perhaps a key: PEM, or a key store of the JDK. */
final class TlsFile {
  private static final char[] NO_PASSWORD = {};
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private final String name;
  private final byte[] content;
  private final char @Nullable [] password;

  private TlsFile(String name, byte[] content, char @Nullable [] password) {
    this.name = name;
    this.content = content;
    this.password = password;
  }

  /**
   * Reads a file.
   *
   * @param option what names it, for errors
   */
  static TlsFile read(String option, String path, @Nullable String password) throws TlsException {
    String name = option + " (" + path + ")";
    try {
      return new TlsFile(
          name,
          Files.readAllBytes(Path.of(path)),
          password == null ? null : password.toCharArray());
    } catch (NoSuchFileException e) {
      throw new TlsException(name + " can't be read: there is no such file", e);
    } catch (IOException e) {
      throw new TlsException(name + " can't be read: " + e, e);
    }
  }

  /** Its certificates, as entries to trust. */
  KeyStore trustStore() throws TlsException {
    KeyStore store = isPem() ? pemTrust() : stored();
    requireEntries(store, false);
    return store;
  }

  /** They show its certificate, and have its key. */
  KeyManager[] keyManagers() throws TlsException {
    KeyStore store = isPem() ? pemKey() : stored();
    requireEntries(store, true);
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, isPem() || password == null ? NO_PASSWORD : password);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new TlsException(name + " can't be opened" + hint() + ": " + e.getMessage(), e);
    }
  }

  private boolean isPem() {
    return text().contains("-----BEGIN ");
  }

  private String text() {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  private KeyStore pemTrust() throws TlsException {
    try {
      KeyStore store = emptyStore();
      List<Certificate> certificates = certificates();
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("trusted-" + i, certificates.get(i));
      }
      return store;
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  private KeyStore pemKey() throws TlsException {
    try {
      KeyStore store = emptyStore();
      Certificate[] chain = certificates().toArray(new Certificate[0]);
      if (chain.length == 0) {
        throw new TlsException(name + " has no certificate beside the key", null);
      }
      store.setKeyEntry("client", privateKey(), NO_PASSWORD, chain);
      return store;
    } catch (TlsException e) {
      throw e;
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  private List<Certificate> certificates() throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text());
    while (block.find()) {
      if (block.group(1).equals("CERTIFICATE")) {
        byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
        certificates.add(factory.generateCertificate(new ByteArrayInputStream(bytes)));
      }
    }
    return certificates;
  }

  private PrivateKey privateKey() throws GeneralSecurityException, TlsException {
    Matcher block = BLOCK.matcher(text());
    while (block.find()) {
      String label = block.group(1);
      if (label.equals("PRIVATE KEY")) {
        return privateKey(Base64.getMimeDecoder().decode(block.group(2)));
      }
      if (label.endsWith("PRIVATE KEY")) {
        throw new TlsException(
            name
                + " has a key in the format "
                + label
                + "; expected PRIVATE KEY (PKCS#8, not encrypted): openssl pkcs8 -topk8 -nocrypt"
                + " -in OLD -out NEW",
            null);
      }
    }
    throw new TlsException(name + " has no block PRIVATE KEY beside the certificate", null);
  }

  private PrivateKey privateKey(byte[] bytes) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(bytes);
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (InvalidKeySpecException notRsa) {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    }
  }

  /** PKCS#12, or JKS: the JDK tells them apart. */
  private KeyStore stored() throws TlsException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(content), password);
      return store;
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    } catch (IOException e) {
      throw new TlsException(
          name + " can't be opened: " + e.getMessage() + "; expected PEM, PKCS#12 or JKS" + hint(),
          e);
    }
  }

  private void requireEntries(KeyStore store, boolean withKey) throws TlsException {
    try {
      boolean isThere = false;
      for (String alias : Collections.list(store.aliases())) {
        isThere |= withKey ? store.isKeyEntry(alias) : store.isCertificateEntry(alias);
      }
      if (!isThere) {
        throw new TlsException(
            name + " has no " + (withKey ? "private key" : "certificate to trust") + hint(), null);
      }
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  private String hint() {
    return isPem() || password != null ? "" : " without its password";
  }

  private TlsException unusable(Exception cause) {
    return new TlsException(name + " can't be used: " + cause.getMessage(), cause);
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
