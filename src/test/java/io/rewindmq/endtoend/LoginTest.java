// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.broker.user.LoginRules;
import io.rewindmq.broker.user.UserAccess;
import io.rewindmq.broker.user.Users;
import io.rewindmq.compliance.Clause;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.platform.random.SystemRandom;
import io.rewindmq.platform.thread.RoleThread;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.testkit.CountingHash;
import io.rewindmq.testkit.InMemoryUserStore;
import io.rewindmq.testkit.SimClock;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins of the real client at a real broker that has users. */
@SuppressWarnings("NullAway.Init") // the broker is started before each test
class LoginTest {
  private static final String SECRET = "correct horse";
  private static final int SECONDS = 30;

  @TempDir private Path dataDir;
  private final InMemoryUserStore store = new InMemoryUserStore();
  private final CountingHash hash = new CountingHash();
  private RoleThread hashing;
  private UserAccess access;
  private TestBroker broker;

  @BeforeEach
  void start() {
    hashing =
        new RoleThread(
            ThreadRole.ADMIN_WORKER,
            "hashing",
            1024,
            fault -> {
              throw new AssertionError(fault);
            });
    // time stands, so that a slow machine does not end a wait
    access =
        UserAccess.over(
            store,
            hash,
            hashing,
            new SimClock(1_000),
            new SystemRandom(),
            null,
            new LoginRules(false, false));
    broker = TestBroker.start(dataDir, access.desk());
    await(access.users().add(new Users.NewUser("billing", SECRET, false, Set.of("admin"))));
  }

  @AfterEach
  void stop() {
    broker.close();
    hashing.close();
  }

  private RewindConnectionFactory factory(String options) {
    return new RewindConnectionFactory(broker.url() + options);
  }

  private static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  @Test
  @Clause(
      section = "6.1.1",
      rule = "A user name and a password can be given wherever a connection is created")
  void rightPasswordGetsInEachWayOfTheApi() throws JMSException {
    RewindConnectionFactory plain = factory("");
    factory("?user=billing&password=correct%20horse").createContext().close();
    new RewindConnectionFactory(broker.url(), "billing", SECRET).createConnection().close();
    plain.createContext("billing", SECRET, JMSContext.SESSION_TRANSACTED).close();
    plain.createQueueConnection("billing", SECRET).close();
    try (Connection connection = plain.createTopicConnection("billing", SECRET)) {
      assertThat(connection.createSession()).isNotNull();
    }
  }

  @Test
  @Clause(section = "6.1.1", rule = "A wrong password is a JMSSecurityException")
  void wrongPasswordIsASecurityExceptionAtOnce() {
    RewindConnectionFactory plain = factory("");

    assertThatThrownBy(() -> plain.createConnection("billing", "wrong horse").close())
        .isInstanceOf(JMSSecurityException.class)
        .hasMessage("wrong user or password")
        .extracting(failure -> ((JMSException) failure).getErrorCode())
        .isEqualTo("AUTHENTICATION_FAILED");
    assertThatThrownBy(() -> plain.createContext("nobody", SECRET).close())
        .isInstanceOf(JMSSecurityRuntimeException.class)
        .hasMessage("wrong user or password");
    assertThatThrownBy(() -> plain.createContext().close())
        .isInstanceOf(JMSSecurityRuntimeException.class)
        .hasMessage("this broker wants a user and a password");
  }

  @Test
  void tooManyWrongPasswordsAreSlowedDown() {
    RewindConnectionFactory plain = factory("");
    for (int i = 0; i < 5; i++) {
      String guess = "guess" + i;
      assertThatThrownBy(() -> plain.createContext("billing", guess).close())
          .isInstanceOf(JMSSecurityRuntimeException.class);
    }

    assertThatThrownBy(() -> plain.createContext("billing", "guess5").close())
        .isInstanceOf(JMSRuntimeException.class)
        .isNotInstanceOf(JMSSecurityRuntimeException.class)
        .hasMessageContaining("too many failed logins; try again in 1 s");
  }

  @Test
  void hundredClientsThatComeBackCostOneHash() throws Exception {
    RewindConnectionFactory plain = factory("?user=billing&password=correct%20horse");
    List<Callable<JMSContext>> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clients.add(plain::createContext);
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
      for (Future<JMSContext> client : threads.invokeAll(clients)) {
        client.get(SECONDS, TimeUnit.SECONDS).close();
      }
    }

    assertThat(hash.compared()).isEqualTo(1);
  }

  /** A client that reconnects gives its password again by itself. */
  @Test
  void clientLogsInAgainAfterARestart() {
    try (JMSContext context = factory("").createContext("billing", SECRET)) {
      context.createProducer().send(context.createQueue("orders"), "before");
      broker.restart();
      context.createProducer().send(context.createQueue("orders"), "after");
      try (var consumer = context.createConsumer(context.createQueue("orders"))) {
        assertThat(consumer.receiveBody(String.class, 10_000)).isEqualTo("before");
        assertThat(consumer.receiveBody(String.class, 10_000)).isEqualTo("after");
      }
    }
  }

  @Test
  void clientWhosePasswordWasChangedIsToldInsteadOfTryingForEver() {
    try (JMSContext context = factory("").createContext("billing", SECRET)) {
      await(access.users().changePassword("billing", "battery staple", false));
      context.createProducer().send(context.createQueue("orders"), "its connection stays");
      broker.restart();

      assertThatThrownBy(
              () -> context.createProducer().send(context.createQueue("orders"), "refused"))
          .isInstanceOf(JMSRuntimeException.class)
          .hasMessageContaining("wrong user or password");
    }
  }
}
