// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.testkit.TestAuthority;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Users who are the whole subject of their certificate, over messaging and HTTP, until the issuer
 * takes it back. The files are read again only when somebody says so.
 */
@QuarkusTest
@TestProfile(HttpCertificateTest.WithRevocations.class)
@SuppressWarnings("NullAway.Init") // fields are injected
class HttpCertificateTest {
  private static final Path FOLDER = Path.of("target/test-tls-crl");
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=Test CA");
  private static final String SUBJECT = "CN=anna,OU=Shop 1,O=Acme";
  private static final String NAME_IN_PATH = "CN%3Danna%2COU%3DShop%201%2CO%3DAcme";
  private static final String PASSWORD = "correct horse";

  @Inject RunningBroker broker;

  @TestHTTPResource(value = "/", tls = true)
  URI server;

  private TestAuthority.Issued anna;

  /** Settings of this class only. */
  public static final class WithRevocations implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        TestAuthority replaced = new TestAuthority("CN=Replaced before the first test");
        replaced.server("localhost", "127.0.0.1").writeTo(FOLDER, "server");
        replaced.writeTo(FOLDER.resolve("clients.crt"));
        replaced.revoke(FOLDER.resolve("clients.crl"), Duration.ofDays(1));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return Map.of(
          "rewind.tls.enabled",
          "true",
          "rewind.tls.certificate",
          FOLDER.resolve("server.crt").toString(),
          "rewind.tls.key",
          FOLDER.resolve("server.key").toString(),
          "rewind.tls.trust",
          FOLDER.resolve("clients.crt").toString(),
          "rewind.tls.crl",
          FOLDER.resolve("clients.crl").toString(),
          "rewind.tls.client-auth",
          "request",
          "rewind.tls.user-field",
          "dn",
          "rewind.tls.reload-millis",
          "86400000");
    }
  }

  private URI at(String path) {
    return URI.create("https://localhost:" + server.getPort() + path);
  }

  private static SSLContext context(TestAuthority.@Nullable Issued shown) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", AUTHORITY.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      if (shown != null) {
        keys.setKeyEntry(
            "mine",
            shown.keys().getPrivate(),
            new char[0],
            new Certificate[] {shown.certificate(), shown.issuer()});
      }
      KeyManagerFactory mine =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      mine.init(keys, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(
        request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpClient client(TestAuthority.@Nullable Issued shown) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(context(shown))
        .build();
  }

  private static String basic() {
    byte[] pair = (SUBJECT + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @BeforeEach
  void enter() throws IOException, InterruptedException {
    AUTHORITY.server("localhost", "127.0.0.1").writeTo(FOLDER, "server");
    AUTHORITY.writeTo(FOLDER.resolve("clients.crt"));
    AUTHORITY.revoke(FOLDER.resolve("clients.crl"), Duration.ofDays(1));
    anna = AUTHORITY.client("O=Acme,OU=Shop 1,CN=anna"); // in the order of the certificate
    assertThat(broker.assembly().doors().reloadTls()).succeedsWithin(Duration.ofSeconds(20));
    try (HttpClient nobody = client(null)) {
      String body =
          "{\"name\": \"%s\", \"password\": \"%s\", \"roles\": [\"admin\"]}"
              .formatted(SUBJECT, PASSWORD);
      HttpResponse<String> added =
          send(
              nobody,
              HttpRequest.newBuilder(at("/api/v1/users"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body)));
      assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
      assertThat(added.headers().firstValue("Location")).hasValue("/api/v1/users/" + NAME_IN_PATH);
    }
  }

  @AfterEach
  void leave() throws IOException, InterruptedException {
    try (HttpClient nobody = client(null)) {
      HttpRequest.Builder remove =
          HttpRequest.newBuilder(at("/api/v1/users/" + NAME_IN_PATH))
              .header("Authorization", basic())
              .DELETE();
      assertThat(send(nobody, remove).statusCode()).isEqualTo(204);
    }
  }

  private RewindConnectionFactory factory() throws IOException, JMSException {
    RewindConnectionFactory factory =
        new RewindConnectionFactory("rewinds://localhost:" + broker.assembly().port());
    factory.setTlsTrust(AUTHORITY.writeTo(FOLDER.resolve("ca.crt")).toString());
    factory.setTlsKeystore(anna.together(FOLDER.resolve("anna.pem")).toString());
    return factory;
  }

  private HttpRequest.Builder audit() {
    return HttpRequest.newBuilder(at("/api/v1/audit?limit=1"));
  }

  @Test
  void logsInByCertificateOverBothAndIsOnRecord() throws Exception {
    try (HttpClient client = client(anna)) {
      HttpResponse<String> reload =
          send(
              client,
              HttpRequest.newBuilder(at("/api/v1/tls/reload"))
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertThat(reload.statusCode()).as(reload.body()).isEqualTo(200);
      assertThat(reload.body()).contains("CN=localhost", "\"changed\":false", "\"revoked\":0");
      assertThat(send(client, audit()).body()).contains("\"user\":\"" + SUBJECT + "\"");
      assertThat(send(client, HttpRequest.newBuilder(at("/q/metrics"))).body())
          .contains("queue=\"tls\"");
    }
    factory().createContext().close();
  }

  @Test
  void strangersNeedAPasswordAndHearWhy() throws Exception {
    try (HttpClient stranger = client(AUTHORITY.client("CN=stranger"))) {
      HttpResponse<String> refused = send(stranger, audit());
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.body()).contains("CN=stranger names no user");
      HttpResponse<String> withPassword = send(stranger, audit().header("Authorization", basic()));
      assertThat(withPassword.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void revokedCertificateCountsNoLongerNotEvenOnAnOpenConnection() throws Exception {
    try (HttpClient before = client(anna);
        HttpClient administrator = client(null)) {
      assertThat(send(before, audit()).statusCode()).isEqualTo(200);

      AUTHORITY.revoke(FOLDER.resolve("clients.crl"), Duration.ofDays(1), anna);
      HttpResponse<String> reload =
          send(
              administrator,
              HttpRequest.newBuilder(at("/api/v1/tls/reload"))
                  .header("Authorization", basic())
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertThat(reload.body()).contains("\"changed\":true", "\"revoked\":1");

      assertThat(send(before, audit()).statusCode()).isEqualTo(401);
    }
    try (HttpClient after = client(anna)) {
      assertThatThrownBy(() -> send(after, audit())).isInstanceOf(IOException.class);
    }
    RewindConnectionFactory factory = factory();
    assertThatThrownBy(() -> factory.createContext().close())
        .isInstanceOf(JMSRuntimeException.class);
  }

  @Test
  void listThatHasRunOutLetsNobodyIn() throws Exception {
    AUTHORITY.revoke(FOLDER.resolve("clients.crl"), Duration.ofHours(-1));
    assertThat(broker.assembly().doors().reloadTls()).succeedsWithin(Duration.ofSeconds(20));

    try (HttpClient client = client(anna)) {
      assertThatThrownBy(() -> send(client, audit())).isInstanceOf(IOException.class);
    }
  }

  @Test
  void filesThatCanNotBeUsedAreAnErrorAndChangeNothing() throws Exception {
    Files.writeString(FOLDER.resolve("server.key"), "no key");
    try (HttpClient client = client(anna)) {
      HttpResponse<String> reload =
          send(
              client,
              HttpRequest.newBuilder(at("/api/v1/tls/reload"))
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertThat(reload.statusCode()).isEqualTo(409);
      assertThat(reload.body()).contains("rewind.tls.key", "stay in use");
      assertThat(send(client, audit()).body()).contains("tls.reload", "refused");
    }
    await().until(() -> broker.assembly().status().connections() == 0);
  }
}
