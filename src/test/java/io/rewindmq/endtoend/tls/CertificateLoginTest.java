// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.broker.certificate.CertificateField;
import io.rewindmq.broker.certificate.CertificateLogin;
import io.rewindmq.broker.user.UserAccess;
import io.rewindmq.broker.user.Users;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.net.tls.TlsOptions;
import io.rewindmq.net.tls.TlsOptions.ClientAuth;
import io.rewindmq.platform.random.SystemRandom;
import io.rewindmq.platform.thread.RoleThread;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.testkit.CountingHash;
import io.rewindmq.testkit.InMemoryUserStore;
import io.rewindmq.testkit.SimClock;
import io.rewindmq.testkit.TestAuthority;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSSecurityRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users who log in by a certificate. */
@SuppressWarnings("NullAway.Init") // the broker is started before each test
class CertificateLoginTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=Test CA");

  @TempDir private Path folder;
  private RoleThread hashing;
  private TestBroker broker;

  @BeforeEach
  void start() throws IOException {
    hashing =
        new RoleThread(
            ThreadRole.ADMIN_WORKER,
            "hashing",
            64,
            fault -> {
              throw new AssertionError(fault);
            });
    UserAccess access =
        UserAccess.over(
            new InMemoryUserStore(),
            new CountingHash(),
            hashing,
            new SimClock(1_000),
            new SystemRandom(),
            null,
            new io.rewindmq.broker.user.LoginRules(false, false));
    AUTHORITY.server("localhost").writeTo(folder, "server");
    TlsOptions tls =
        new TlsOptions(
            folder.resolve("server.crt"),
            folder.resolve("server.key"),
            AUTHORITY.writeTo(folder.resolve("ca.crt")),
            null,
            ClientAuth.REQUEST,
            List.of("TLSv1.3"),
            10_000);
    broker =
        TestBroker.startTls(
            folder.resolve("data"),
            tls,
            CertificateLogin.by(CertificateField.CN, access.desk(), access.desk()::vouched));
    var unused =
        access
            .users()
            .add(new Users.NewUser("billing", "correct horse", false, Set.of("admin")))
            .toCompletableFuture()
            .orTimeout(30, TimeUnit.SECONDS)
            .join();
  }

  @AfterEach
  void stop() {
    broker.close();
    hashing.close();
  }

  private RewindConnectionFactory factory(@Nullable String subject) throws IOException {
    RewindConnectionFactory factory = new RewindConnectionFactory(broker.url());
    factory.setTlsTrust(folder.resolve("ca.crt").toString());
    if (subject != null) {
      Path file = folder.resolve("client.pem");
      factory.setTlsKeystore(AUTHORITY.client(subject).together(file).toString());
    }
    return factory;
  }

  @Test
  void certificateIsEnoughForTheUserItNames() throws IOException {
    try (JMSContext context = factory("CN=billing,O=Acme").createContext()) {
      context.createProducer().send(context.createQueue("q"), "hello");
    }
  }

  @Test
  void certificateOfNobodyIsRefusedAndPasswordsStillCount() throws IOException {
    RewindConnectionFactory stranger = factory("CN=stranger");

    assertThatThrownBy(() -> stranger.createContext().close())
        .isInstanceOf(JMSSecurityRuntimeException.class)
        .hasMessageContaining("the certificate CN=stranger names no user");
    stranger.createContext("billing", "correct horse").close();
    assertThatThrownBy(() -> factory("CN=billing").createContext("billing", "wrong").close())
        .isInstanceOf(JMSSecurityRuntimeException.class);
  }

  @Test
  void withoutACertificateAPasswordIsWanted() throws IOException {
    RewindConnectionFactory none = factory(null);

    assertThatThrownBy(() -> none.createContext().close())
        .isInstanceOf(JMSSecurityRuntimeException.class)
        .hasMessage("this broker wants a user and a password");
    none.createContext("billing", "correct horse").close();
  }

  @Test
  void administratorsSeeWhoItIs() throws IOException {
    try (JMSContext context = factory("CN=billing").createContext()) {
      context.start();
      assertThat(
              broker
                  .assembly()
                  .clients()
                  .connections()
                  .toCompletableFuture()
                  .orTimeout(30, TimeUnit.SECONDS)
                  .join())
          .singleElement()
          .satisfies(
              connection -> {
                assertThat(connection.user()).isEqualTo("billing");
                assertThat(connection.peer().certificate()).hasToString("CN=billing");
              });
    }
  }
}
