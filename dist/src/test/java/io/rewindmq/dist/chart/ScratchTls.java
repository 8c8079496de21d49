// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.dist.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.rewindmq.dist.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate of localhost as the files that a secret of Kubernetes has. */
final class ScratchTls {
  private static final String PASSWORD = "changeit";

  private final KeyStore store;

  private ScratchTls(KeyStore store) {
    this.store = store;
  }

  /** Writes {@code tls.crt}, {@code tls.key} and {@code ca.crt}. */
  static ScratchTls in(Path folder) throws IOException, GeneralSecurityException {
    Files.createDirectories(folder);
    Path file = folder.resolve("store.p12");
    Commands.Ended made =
        Commands.run(
            folder,
            Commands.bareEnvironment(),
            List.of(
                Commands.javaHome().resolve("bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=DNS:localhost,IP:127.0.0.1",
                "-ext",
                "BC:critical=ca:true",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD));
    assertThat(made.status()).as(made.output()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    String certificate = pem("CERTIFICATE", store.getCertificate("server").getEncoded());
    Files.writeString(folder.resolve("tls.crt"), certificate);
    Files.writeString(folder.resolve("ca.crt"), certificate);
    byte[] key = store.getKey("server", PASSWORD.toCharArray()).getEncoded();
    Files.writeString(folder.resolve("tls.key"), pem("PRIVATE KEY", key));
    return new ScratchTls(store);
  }

  private static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  /** One that trusts it. */
  HttpClient client() throws GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      trusted.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }
}
