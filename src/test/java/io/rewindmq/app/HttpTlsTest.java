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
import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** A whole server with TLS: messaging and HTTP by the same files, which change while it runs. */
@QuarkusTest
@TestProfile(HttpTlsTest.WithTls.class)
@SuppressWarnings("NullAway.Init") // fields are injected
class HttpTlsTest {
  private static final String BASIC_BILLING =
      "Basic "
          + Base64.getEncoder()
              .encodeToString("billing:correct horse".getBytes(StandardCharsets.UTF_8));

  private static final Path FOLDER = Path.of("target/test-tls");
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=Test CA");

  @Inject RunningBroker broker;

  @TestHTTPResource(value = "/q/health/live", tls = true)
  URI health;

  /** Settings of this class only. */
  public static final class WithTls implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        new TestAuthority("CN=Replaced before the first test")
            .server("x")
            .writeTo(FOLDER, "server");
        new TestAuthority("CN=Replaced as well").writeTo(FOLDER.resolve("clients.crt"));
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
          "rewind.tls.client-auth",
          "request",
          "rewind.tls.reload-millis",
          "100");
    }
  }

  /** Its classes are loaded twice; so the files come from the copy that the test sees. */
  private static void replaceFiles() throws IOException {
    AUTHORITY.server("localhost", "127.0.0.1").writeTo(FOLDER, "server");
    AUTHORITY.writeTo(FOLDER.resolve("clients.crt"));
  }

  private static int status(URI uri) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static SSLContext trusting() {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", AUTHORITY.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private URI https() {
    return URI.create("https://localhost:" + health.getPort() + health.getPath());
  }

  private boolean isAnswered() throws InterruptedException {
    try {
      return status(https()) == 200;
    } catch (SSLException notYet) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void httpAndMessagingTakeTheNewFilesAndNobodySpeaksWithoutTls() throws IOException {
    replaceFiles();
    await().until(this::isAnswered);

    assertThatThrownBy(
            () -> status(URI.create("http://localhost:" + health.getPort() + health.getPath())))
        .isInstanceOf(IOException.class);
    RewindConnectionFactory factory =
        new RewindConnectionFactory("rewinds://localhost:" + broker.assembly().port());
    factory.setTlsTrust(AUTHORITY.writeTo(FOLDER.resolve("ca.crt")).toString());
    try (JMSContext context = factory.createContext()) {
      context.createProducer().send(context.createQueue("tls"), "hello");
    }
  }

  @Test
  void usersLogInByCertificate() throws IOException, InterruptedException {
    replaceFiles();
    await().until(this::isAnswered);
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      URI users = https().resolve("/api/v1/users");
      HttpRequest add =
          HttpRequest.newBuilder(users)
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"name\":\"billing\",\"password\":\"correct horse\",\"roles\":[\"admin\"]}"))
              .build();
      assertThat(client.send(add, HttpResponse.BodyHandlers.discarding()).statusCode() / 100)
          .isEqualTo(2);
      try {
        RewindConnectionFactory factory =
            new RewindConnectionFactory("rewinds://localhost:" + broker.assembly().port());
        factory.setTlsTrust(AUTHORITY.writeTo(FOLDER.resolve("ca.crt")).toString());
        assertThatThrownBy(() -> factory.createContext().close())
            .isInstanceOf(JMSSecurityRuntimeException.class);
        factory.setTlsKeystore(
            AUTHORITY.client("CN=billing").together(FOLDER.resolve("billing.pem")).toString());
        factory.createContext().close();
      } finally {
        HttpRequest remove =
            HttpRequest.newBuilder(URI.create(users + "/billing"))
                .header("Authorization", BASIC_BILLING)
                .DELETE()
                .build();
        assertThat(client.send(remove, HttpResponse.BodyHandlers.discarding()).statusCode() / 100)
            .isEqualTo(2);
      }
    }
  }
}
