// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net.tls;

import io.rewindmq.platform.disk.SmallFile;
import io.rewindmq.platform.thread.AnyThread;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One PEM file as it was read: blocks of Base64 between lines {@code -----BEGIN label-----} and
 * {@code -----END label-----}; what stands outside of them is left alone.
 */
@AnyThread // immutable
final class PemFile {
  private static final int BYTES_MAX = 1 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String CRL = "X509 CRL";
  private static final String PKCS8 = "PRIVATE KEY";
  private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC");

  private final String name;
  private final byte[] content;

  private PemFile(String name, byte[] content) {
    this.name = name;
    this.content = content;
  }

  /**
   * Reads a file.
   *
   * @param setting the key that names it, for errors
   */
  static PemFile read(String setting, Path path) throws TlsFileException {
    String name = setting + " (" + path.toAbsolutePath().normalize() + ")";
    try {
      return new PemFile(name, new SmallFile(path).read(BYTES_MAX));
    } catch (IOException e) {
      throw new TlsFileException(name + " can't be read: " + e.getMessage(), e);
    }
  }

  boolean hasSameContent(PemFile other) {
    return Arrays.equals(content, other.content);
  }

  /** The key and the file, for errors. */
  String name() {
    return name;
  }

  /** Every certificate in it, in their order; at least one. */
  List<X509Certificate> certificates() throws TlsFileException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks()) {
      if (block.label().equals(CERTIFICATE)) {
        certificates.add(certificate(bytes(block)));
      }
    }
    if (certificates.isEmpty()) {
      throw new TlsFileException(
          name + " has no certificate; " + expected(CERTIFICATE) + ", found " + labels());
    }
    return certificates;
  }

  /** Every list of revoked certificates in it; at least one. */
  List<X509CRL> revocationLists() throws TlsFileException {
    List<X509CRL> lists = new ArrayList<>();
    for (Block block : blocks()) {
      if (block.label().equals(CRL)) {
        lists.add(revocationList(bytes(block)));
      }
    }
    if (lists.isEmpty()) {
      throw new TlsFileException(
          name
              + " has no list of revoked certificates; "
              + expected(CRL)
              + " (openssl crl -inform der turns binary ones into it), found "
              + labels());
    }
    return lists;
  }

  /** The private key in it. */
  PrivateKey privateKey() throws TlsFileException {
    for (Block block : blocks()) {
      switch (block.label()) {
        case PKCS8 -> {
          return privateKey(bytes(block));
        }
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
            throw new TlsFileException(
                name
                    + " is in an older format ("
                    + block.label()
                    + "); turn it into PKCS#8: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        case "ENCRYPTED PRIVATE KEY" ->
            throw new TlsFileException(
                name
                    + " is encrypted, and there is nobody to ask for its password; keep it"
                    + " readable for the broker's user only instead: openssl pkcs8 -in OLD -out"
                    + " NEW");
        default -> {
          // a certificate beside the key, or parameters of a curve
        }
      }
    }
    throw new TlsFileException(
        name + " has no private key; " + expected(PKCS8) + ", found " + labels());
  }

  private X509Certificate certificate(byte[] bytes) throws TlsFileException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
    } catch (CertificateException e) {
      throw new TlsFileException(
          name + " has a certificate that can't be read: " + e.getMessage(), e);
    }
  }

  private X509CRL revocationList(byte[] bytes) throws TlsFileException {
    try {
      return (X509CRL)
          CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(bytes));
    } catch (CRLException | CertificateException e) {
      throw new TlsFileException(name + " has a list that can't be read: " + e.getMessage(), e);
    }
  }

  private PrivateKey privateKey(byte[] bytes) throws TlsFileException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(bytes);
    TlsFileException failure =
        new TlsFileException(
            name
                + " has a key that is neither of type RSA nor EC, or is damaged; make one of them");
    for (String algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  private byte[] bytes(Block block) throws TlsFileException {
    try {
      return Base64.getMimeDecoder().decode(block.base64());
    } catch (IllegalArgumentException e) {
      throw new TlsFileException(
          name + " is damaged in its block " + block.label() + ": " + e.getMessage(), e);
    }
  }

  private List<Block> blocks() {
    Matcher matcher = BLOCK.matcher(new String(content, StandardCharsets.ISO_8859_1));
    List<Block> blocks = new ArrayList<>();
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  private String labels() {
    List<String> labels = blocks().stream().map(Block::label).toList();
    if (!labels.isEmpty()) {
      return String.join(", ", labels);
    }
    boolean isBinary = content.length > 0 && content[0] == 0x30;
    return isBinary
        ? "binary content; turn a .der into PEM with openssl x509 or openssl pkey, a .p12 with"
            + " openssl pkcs12 -nodes"
        : "no PEM block at all";
  }

  private static String expected(String label) {
    return "expected a PEM file with -----BEGIN " + label + "-----";
  }

  private record Block(String label, String base64) {}
}
