// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;

/**
 * A certificate of localhost that has signed itself, for brokers that live as long as a command.
 *
 * @param certificate in PEM; clients trust it
 * @param key in PEM
 */
public record ScratchCertificate(Path certificate, Path key) {
  private static final char[] PASSWORD = "scratch".toCharArray();
  private static final String ALIAS = "broker";

  /** Has the JDK's keytool make one in a folder. */
  public static ScratchCertificate in(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path store = folder.resolve("scratch.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "7",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-alias",
                ALIAS,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed:\n" + Files.readString(folder.resolve("keytool.log")));
    }
    try {
      KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD);
      Path certificate = folder.resolve("server.crt");
      Path key = folder.resolve("server.key");
      Files.writeString(certificate, pem("CERTIFICATE", made.getCertificate(ALIAS).getEncoded()));
      Files.writeString(key, pem("PRIVATE KEY", made.getKey(ALIAS, PASSWORD).getEncoded()));
      return new ScratchCertificate(certificate, key);
    } catch (GeneralSecurityException e) {
      throw new IOException("keytool has made " + store + ", which can't be read", e);
    }
  }

  /** What a broker needs to know, as environment variables. */
  public Map<String, String> settings() {
    return Map.of(
        "REWIND_TLS_ENABLED",
        "true",
        "REWIND_TLS_CERTIFICATE",
        certificate.toString(),
        "REWIND_TLS_KEY",
        key.toString());
  }

  private static String pem(String label, byte[] content) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(content)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
