// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.endtoend.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rewindmq.broker.Authenticator;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.net.tls.TlsOptions;
import io.rewindmq.net.tls.TlsOptions.ClientAuth;
import io.rewindmq.testkit.TestAuthority;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real client and a real broker over TLS. */
@SuppressWarnings("NullAway.Init") // made before each test
class TlsTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=Test CA");
  private static final long LONG = 10_000;

  @TempDir private Path folder;
  private Path trust;
  private TestBroker broker;

  @BeforeEach
  void start() throws IOException {
    AUTHORITY.server("localhost", "127.0.0.1").writeTo(folder, "server");
    trust = AUTHORITY.writeTo(folder.resolve("ca.crt"));
    broker = start(ClientAuth.NONE, "TLSv1.3,TLSv1.2");
  }

  private TestBroker start(ClientAuth clientAuth, String protocols) {
    TlsOptions options =
        new TlsOptions(
            folder.resolve("server.crt"),
            folder.resolve("server.key"),
            trust,
            null,
            clientAuth,
            List.of(protocols.split(",", -1)),
            100);
    return TestBroker.startTls(folder.resolve("data"), options, Authenticator.loopbackOnly());
  }

  private void restart(ClientAuth clientAuth, String protocols) {
    broker.close();
    broker = start(clientAuth, protocols);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private RewindConnectionFactory factory() {
    return trusting(trust);
  }

  private RewindConnectionFactory trusting(Path file) {
    RewindConnectionFactory factory = new RewindConnectionFactory(broker.url());
    factory.setTlsTrust(file.toString());
    return factory;
  }

  private static void goesThrough(RewindConnectionFactory factory) {
    try (JMSContext context = factory.createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("through"))) {
      context.createProducer().send(context.createQueue("through"), "hello");
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("hello");
    }
  }

  private static void fails(RewindConnectionFactory factory, String... words) {
    long begin = System.nanoTime();
    assertThatThrownBy(() -> factory.createContext().close())
        .isInstanceOf(JMSRuntimeException.class)
        .hasMessageContainingAll(words);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void sendsAndReceives(String protocol) {
    restart(ClientAuth.NONE, protocol);

    goesThrough(factory());
  }

  @Test
  void sendsLargeMessagesInParts() throws JMSException {
    byte[] body = new byte[20 << 20];
    new Random(7).nextBytes(body);
    try (JMSContext context = factory().createContext();
        JMSConsumer consumer = context.createConsumer(context.createQueue("large"))) {
      BytesMessage large = context.createBytesMessage();
      large.writeBytes(body);
      context.createProducer().send(context.createQueue("large"), large);

      BytesMessage received = (BytesMessage) consumer.receive(6 * LONG);
      byte[] arrived = new byte[body.length];
      assertThat(received.readBytes(arrived)).isEqualTo(body.length);
      assertThat(arrived).isEqualTo(body);
    }
  }

  /** So often that the sender reads its own answers, with a pause in which it stops doing so. */
  @Test
  void loneSenderReadsItsOwnAnswers() {
    try (JMSContext context = factory().createContext();
        JMSContext other = factory().createContext()) {
      JMSProducer producer = context.createProducer();
      for (int i = 0; i < 300; i++) {
        producer.send(context.createQueue("lone"), Integer.toString(i));
      }
      try (JMSConsumer consumer = other.createConsumer(other.createQueue("lone"))) {
        for (int i = 0; i < 300; i++) {
          assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo(Integer.toString(i));
        }
      }
      try (JMSConsumer consumer = context.createConsumer(context.createQueue("lone"))) {
        producer.send(context.createQueue("lone"), "last");
        assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("last");
      }
    }
  }

  @Test
  void goesOnAfterTheBrokerHasStartedAgain() {
    try (JMSContext context = factory().createContext();
        JMSContext receiver = factory().createContext();
        JMSConsumer consumer = receiver.createConsumer(receiver.createQueue("again"))) {
      context.createProducer().send(context.createQueue("again"), "before");
      assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo("before");
      broker.crash();
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> context.createProducer().send(context.createQueue("again"), "after"));
      broker.restart();
      sending.orTimeout(LONG, TimeUnit.MILLISECONDS).join();

      Set<String> received = new HashSet<>();
      while (!received.contains("after")) {
        String text = consumer.receiveBody(String.class, LONG);
        assertThat(text).isNotNull();
        received.add(text);
      }
    }
  }

  @Test
  void refusesAnIssuerThatItDoesNotKnow() throws IOException {
    Path other = new TestAuthority("CN=Other CA").writeTo(folder.resolve("other.crt"));

    fails(trusting(other), "no TLS with localhost", "not trusted", "tls.trust");
    fails(new RewindConnectionFactory(broker.url()), "not trusted", "tls.trust");
  }

  @Test
  void refusesTheCertificateOfAnotherHost() throws IOException {
    AUTHORITY.server("elsewhere.example").writeTo(folder, "server");
    restart(ClientAuth.NONE, "TLSv1.3");

    fails(factory(), "for another host", "localhost");
    RewindConnectionFactory careless = factory();
    careless.setTlsVerifyHost(false);
    goesThrough(careless);
  }

  @Test
  void refusesAnExpiredCertificate() throws IOException {
    AUTHORITY.expiredServer("localhost").writeTo(folder, "server");
    restart(ClientAuth.NONE, "TLSv1.3");

    fails(factory(), "its certificate has expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void wantsACertificateOfTheClientWhenThatIsRequired(String protocol) throws IOException {
    restart(ClientAuth.REQUIRED, protocol);
    TestAuthority.Issued mine = AUTHORITY.client("CN=billing");

    fails(factory(), "certificate", "tls.keystore");
    RewindConnectionFactory stranger = factory();
    stranger.setTlsKeystore(
        new TestAuthority("CN=Test CA") // of the same name, with another key
            .client("CN=billing")
            .together(folder.resolve("stranger.pem"))
            .toString());
    fails(stranger, "certificate", "tls.keystore");
    RewindConnectionFactory pem = factory();
    pem.setTlsKeystore(mine.together(folder.resolve("client.pem")).toString());
    goesThrough(pem);
    RewindConnectionFactory store = factory();
    store.setTlsKeystore(mine.store(folder.resolve("client.p12"), "pass word").toString());
    store.setTlsKeystorePassword("pass word");
    goesThrough(store);
  }

  @Test
  void filesOfTheClientThatCannotBeUsedAreNamed() throws IOException {
    Path store = AUTHORITY.client("CN=x").store(folder.resolve("client.p12"), "secret-one");
    RewindConnectionFactory factory = factory();

    factory.setTlsKeystore(folder.resolve("nothing.p12").toString());
    fails(factory, "tls.keystore", "nothing.p12", "no such file");
    factory.setTlsKeystore(store.toString());
    fails(factory, "tls.keystore", "client.p12", "without its password");
    factory.setTlsKeystorePassword("secret-two");
    fails(factory, "tls.keystore", "client.p12");
    assertThat(factory.toString()).doesNotContain("secret");
    factory.setTlsKeystore(trust.toString());
    fails(factory, "tls.keystore", "PRIVATE KEY");
    factory.setTlsKeystore(null);
    factory.setTlsTrust(Files.writeString(folder.resolve("empty.pem"), "").toString());
    fails(factory, "tls.trust", "empty.pem");
  }

  @Test
  void plainClientHearsThatThePortSpeaksTls() {
    fails(
        new RewindConnectionFactory("rewind://localhost:" + broker.port()),
        "this port speaks TLS only",
        "rewinds://");
  }

  @Test
  void clientOfTlsHearsThatThePortDoesNot() {
    try (TestBroker plain = TestBroker.start(folder.resolve("plain"))) {
      RewindConnectionFactory factory =
          new RewindConnectionFactory("rewinds://localhost:" + plain.port());
      factory.setTlsTrust(trust.toString());

      fails(factory, "does not speak TLS at this port", "rewind://");
    }
  }

  @Test
  void handshakeThatHangsEndsInTime() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      RewindConnectionFactory factory =
          new RewindConnectionFactory("rewinds://localhost:" + silent.getLocalPort());
      factory.setTlsTrust(trust.toString());
      factory.setConnectTimeout(200);

      fails(factory, "did not finish the TLS handshake within 200 ms", "connect.timeout");
    }
  }

  @Test
  void takesAContextOfTheApplication() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", AUTHORITY.certificate());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted.getTrustManagers(), null);
    RewindConnectionFactory factory =
        new RewindConnectionFactory("rewind://localhost:" + broker.port());

    factory.setSslContext(context);

    goesThrough(factory);
    factory.setTlsTrust(trust.toString());
    fails(factory, "an SSLContext is set");
    new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(factory);
  }

  @Test
  void fiftyConnectAtOnceWhileAnotherGoesOn() throws Exception {
    int count = 50;
    AtomicBoolean isOver = new AtomicBoolean();
    List<JMSContext> open = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool();
        JMSContext steady = factory().createContext()) {
      Future<Integer> sent = threads.submit(() -> sendUntil(steady, "steady", isOver));
      List<Future<JMSContext>> coming = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        coming.add(threads.submit(() -> factory().createContext()));
      }
      for (Future<JMSContext> one : coming) {
        open.add(one.get(6 * LONG, TimeUnit.MILLISECONDS));
      }
      isOver.set(true);

      assertThat(sent.get(LONG, TimeUnit.MILLISECONDS)).isPositive();
      for (JMSContext one : open) {
        one.createProducer().send(one.createQueue("fifty"), "x");
      }
    } finally {
      open.forEach(JMSContext::close);
    }
  }

  @Test
  void changedFilesCountForNewConnectionsAndOpenOnesGoOn() throws Exception {
    TestAuthority next = new TestAuthority("CN=Next CA");
    Path nextTrust = next.writeTo(folder.resolve("next.crt"));
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicReference<String> failure = new AtomicReference<>();
    try (ExecutorService threads = Executors.newCachedThreadPool();
        JMSContext sender = factory().createContext();
        JMSContext receiver = factory().createContext();
        JMSConsumer consumer = receiver.createConsumer(receiver.createQueue("load"))) {
      sender.setExceptionListener(lost -> failure.set(lost.getMessage()));
      receiver.setExceptionListener(lost -> failure.set(lost.getMessage()));
      Future<Integer> sent = threads.submit(() -> sendUntil(sender, "load", isOver));
      next.server("localhost").writeTo(folder, "server");
      await().until(() -> isAccepted(nextTrust));
      fails(trusting(trust), "not trusted");

      Files.writeString(folder.resolve("server.key"), "broken");
      goesThrough(trusting(nextTrust));
      Files.delete(folder.resolve("server.crt"));
      goesThrough(trusting(nextTrust));
      AUTHORITY.server("localhost").writeTo(folder, "server");
      await().until(() -> isAccepted(trust));
      isOver.set(true);

      int count = sent.get(LONG, TimeUnit.MILLISECONDS);
      assertThat(count).isPositive();
      for (int i = 0; i < count; i++) {
        assertThat(consumer.receiveBody(String.class, LONG)).isEqualTo(Integer.toString(i));
      }
      assertThat(failure).hasNullValue();
    }
  }

  private boolean isAccepted(Path trusted) {
    try {
      trusting(trusted).createContext().close();
      return true;
    } catch (JMSRuntimeException notYet) {
      return false;
    }
  }

  private static int sendUntil(JMSContext context, String queue, AtomicBoolean isOver) {
    JMSProducer producer = context.createProducer();
    int sent = 0;
    while (!isOver.get()) {
      producer.send(context.createQueue(queue), Integer.toString(sent));
      sent++;
    }
    return sent;
  }
}
