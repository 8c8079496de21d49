// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rewindmq.broker.permission.NamePattern;
import io.rewindmq.broker.permission.Permission;
import io.rewindmq.broker.permission.Role;
import io.rewindmq.broker.permission.Verb;
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
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application sees of permissions and of their changes. */
@SuppressWarnings("NullAway.Init") // the broker is started before each test
class PermissionTest {
  private static final String SECRET = "correct horse";
  private static final int SECONDS = 30;

  @TempDir private Path dataDir;
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
    access =
        UserAccess.over(
            new InMemoryUserStore(),
            new CountingHash(),
            hashing,
            new SimClock(1_000),
            new SystemRandom(),
            null,
            new io.rewindmq.broker.user.LoginRules(false, false));
    broker = TestBroker.start(dataDir, access.desk());
    await(access.users().add(new Users.NewUser("anna", SECRET, false, Set.of("admin"))));
    allow();
    await(access.users().add(new Users.NewUser("billing", SECRET, false, Set.of("billing"))));
    try (JMSContext anna = context("anna")) {
      anna.createProducer().send(anna.createQueue("in"), "first");
      anna.createProducer().send(anna.createQueue("in"), "second");
      anna.createProducer().send(anna.createQueue("out"), "made");
    }
  }

  @AfterEach
  void stop() {
    broker.close();
    hashing.close();
  }

  private JMSContext context(String user) {
    return new RewindConnectionFactory(broker.url()).createContext(user, SECRET);
  }

  /** From now on billing may do this and no more. */
  private void allow(Permission... permissions) {
    Object _ = await(access.roles().put(new Role("billing", Set.of(), List.of(permissions))));
    broker.renewAccess();
  }

  private static Permission on(String queue, Verb... verbs) {
    return new Permission(Set.of(verbs), Permission.Scope.QUEUE, new NamePattern(queue));
  }

  private static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  @Test
  @Clause(
      section = "6.1.1",
      rule = "What a user may not do is a JMSSecurityException, in the simplified API its twin")
  void whatAUserMayNotDoIsASecurityException() throws JMSException {
    allow(on("out", Verb.CONSUME));
    try (JMSContext context = context("billing")) {
      assertThatThrownBy(() -> context.createProducer().send(context.createQueue("out"), "x"))
          .isInstanceOf(JMSSecurityRuntimeException.class)
          .hasMessageContaining("user billing may not send to queue out");
      assertThatThrownBy(() -> context.createConsumer(context.createQueue("in")).close())
          .isInstanceOf(JMSSecurityRuntimeException.class);
    }
    try (Connection connection =
        new RewindConnectionFactory(broker.url()).createConnection("billing", SECRET)) {
      Session session = connection.createSession();
      MessageProducer producer = session.createProducer(session.createQueue("out"));
      assertThatThrownBy(() -> producer.send(session.createMessage()))
          .isInstanceOf(JMSSecurityException.class)
          .extracting(failure -> ((JMSException) failure).getErrorCode())
          .isEqualTo("NOT_AUTHORIZED");
    }
  }

  @Test
  void destinationThatMayNotBeMadeIsNotThere() {
    allow(on("new.*", Verb.SEND));
    try (JMSContext context = context("billing")) {
      assertThatThrownBy(() -> context.createProducer().send(context.createQueue("new.one"), "x"))
          .isInstanceOf(InvalidDestinationRuntimeException.class)
          .hasMessageContaining("user billing may not create it");
    }
  }

  @Test
  void consumerThatLosesItsRightEndsAndOthersGetItsMessages() throws InterruptedException {
    allow(on("in", Verb.CONSUME), on("out", Verb.SEND));
    BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
    try (JMSContext context = context("billing");
        var consumer = context.createConsumer(context.createQueue("in"))) {
      context.setExceptionListener(told::add);
      allow(on("out", Verb.SEND));

      assertThat(told.poll(SECONDS, TimeUnit.SECONDS))
          .isInstanceOf(JMSSecurityException.class)
          .hasMessageContaining("user billing may not read queue in any more");
      context.createProducer().send(context.createQueue("out"), "the connection goes on");
      assertThatThrownBy(() -> consumer.receive(1)).hasMessage("the consumer is closed");
    }
    try (JMSContext anna = context("anna");
        var consumer = anna.createConsumer(anna.createQueue("in"))) {
      List<String> texts = new ArrayList<>();
      texts.add(consumer.receiveBody(String.class, 10_000));
      texts.add(consumer.receiveBody(String.class, 10_000));
      assertThat(texts).containsExactly("first", "second");
    }
  }

  /** One consumer that may not be opened again is no reason to give the connection up. */
  @Test
  void connectionComesBackWithoutTheConsumerThatHasLostItsRight() throws InterruptedException {
    allow(on("in", Verb.CONSUME), on("out", Verb.SEND));
    BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
    try (JMSContext context = context("billing");
        var _ = context.createConsumer(context.createQueue("in"))) {
      context.setExceptionListener(told::add);
      broker.crash();
      Object _ =
          await(access.roles().put(new Role("billing", Set.of(), List.of(on("out", Verb.SEND)))));
      broker.restart();

      context.createProducer().send(context.createQueue("out"), "the connection is back");
      assertThat(told.poll(SECONDS, TimeUnit.SECONDS)).isInstanceOf(JMSSecurityException.class);
    }
  }
}
