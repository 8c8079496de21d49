// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues certificates that end with the test. */
public final class TestAuthority {
  private final X509Certificate certificate;
  private final KeyPair keys;

  /** One that has signed itself; {@code subject} such as {@code CN=Test CA}. */
  public TestAuthority(String subject) {
    this.keys = keys("EC");
    X500Name name = new X500Name(subject);
    Instant now = Instant.now();
    this.certificate =
        sign(name, name, keys, keys, now.minus(Duration.ofDays(30)), days(1), List.of(), true);
  }

  /** A certificate with its key. */
  public record Issued(X509Certificate certificate, KeyPair keys, X509Certificate issuer) {
    /** The certificate and its issuer's, in PEM. */
    public String certificates() {
      return pem(certificate) + pem(issuer);
    }

    public String key() {
      return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    /** Writes {@code NAME.crt} and {@code NAME.key}. */
    public void writeTo(Path folder, String name) throws IOException {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name + ".crt"), certificates());
      Files.writeString(folder.resolve(name + ".key"), key());
    }

    /** Certificates and key in one PEM file. */
    public Path together(Path file) throws IOException {
      return Files.writeString(file, key() + certificates());
    }

    /** Certificates and key in a store of the JDK. */
    public Path store(Path file, String password) throws IOException {
      try (OutputStream out = Files.newOutputStream(file)) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
            "mine",
            keys.getPrivate(),
            password.toCharArray(),
            new Certificate[] {certificate, issuer});
        store.store(out, password.toCharArray());
        return file;
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** For hosts: names, or addresses of four numbers. */
  public Issued server(String... hosts) {
    return issue("CN=" + hosts[0], "EC", Duration.ofDays(1), hosts);
  }

  /** The same with keys of type RSA. */
  public Issued rsaServer(String... hosts) {
    return issue("CN=" + hosts[0], "RSA", Duration.ofDays(1), hosts);
  }

  /** One that ended an hour ago. */
  public Issued expiredServer(String... hosts) {
    return issue("CN=" + hosts[0], "EC", Duration.ofHours(-1), hosts);
  }

  /** For a client with that distinguished name. */
  public Issued client(String subject) {
    return issue(subject, "EC", Duration.ofDays(1));
  }

  /** For a client with those alternative names. */
  public Issued client(String subject, String email, String dnsName) {
    return issue(
        subject,
        "EC",
        Duration.ofDays(1),
        List.of(
            new GeneralName(GeneralName.rfc822Name, email),
            new GeneralName(GeneralName.dNSName, dnsName)));
  }

  /**
   * Writes its list of certificates that it has taken back, in PEM.
   *
   * @param end when the list runs out, from now
   */
  public Path revoke(Path file, Duration end, Issued... taken) throws IOException {
    Instant now = Instant.now();
    X509v2CRLBuilder list =
        new JcaX509v2CRLBuilder(
            certificate.getSubjectX500Principal(), Date.from(now.minus(Duration.ofHours(2))));
    list.setNextUpdate(Date.from(now.plus(end)));
    for (Issued one : taken) {
      list.addCRLEntry(
          one.certificate().getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
    }
    try {
      byte[] content =
          list.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
              .getEncoded();
      return Files.writeString(file, pem("X509 CRL", content));
    } catch (OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  /** Its own. */
  public X509Certificate certificate() {
    return certificate;
  }

  public String pem() {
    return pem(certificate);
  }

  public Path writeTo(Path file) throws IOException {
    return Files.writeString(file, pem());
  }

  private Issued issue(String subject, String algorithm, Duration end, String... hosts) {
    List<GeneralName> names = new ArrayList<>();
    for (String host : hosts) {
      boolean isAddress = host.matches("[0-9.]+");
      names.add(new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, host));
    }
    return issue(subject, algorithm, end, names);
  }

  private Issued issue(String subject, String algorithm, Duration end, List<GeneralName> names) {
    KeyPair own = keys(algorithm);
    Instant now = Instant.now();
    X500Name issuer = new X500Name(certificate.getSubjectX500Principal().getName());
    X509Certificate signed =
        sign(
            new X500Name(subject),
            issuer,
            own,
            keys,
            now.minus(Duration.ofDays(2)),
            now.plus(end),
            names,
            false);
    return new Issued(signed, own, certificate);
  }

  private static X509Certificate sign(
      X500Name subject,
      X500Name issuer,
      KeyPair own,
      KeyPair signer,
      Instant begin,
      Instant end,
      List<GeneralName> names,
      boolean isAuthority) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(64, new SecureRandom()),
              Date.from(begin),
              Date.from(end),
              subject,
              own.getPublic());
      if (isAuthority) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      }
      if (!names.isEmpty()) {
        GeneralNames all = new GeneralNames(names.toArray(new GeneralName[0]));
        builder.addExtension(Extension.subjectAlternativeName, false, all);
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Instant days(int count) {
    return Instant.now().plus(Duration.ofDays(count));
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A block of PEM. */
  public static String pem(String label, byte[] content) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }
}
