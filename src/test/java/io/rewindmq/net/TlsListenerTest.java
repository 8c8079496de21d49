// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rewindmq.broker.ClientCertificate;
import io.rewindmq.net.tls.ListenerTls;
import io.rewindmq.net.tls.TlsFileException;
import io.rewindmq.net.tls.TlsFiles;
import io.rewindmq.net.tls.TlsOptions;
import io.rewindmq.net.tls.TlsOptions.ClientAuth;
import io.rewindmq.platform.clock.SystemClock;
import io.rewindmq.platform.thread.RoleThread;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.testkit.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener with TLS does with those who speak it, and with those who don't. */
class TlsListenerTest {
  private static final byte[] HEARTBEAT = {0, 0, 0, 4, 3, 0, 0, 0};
  private static final int SMALL = 64 * 1024;
  private static final TestAuthority AUTHORITY = new TestAuthority("CN=Test CA");

  @TempDir private Path folder;
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final RoleThread loop =
      new RoleThread(ThreadRole.SHARD_LOOP, "test-loop", 1000, faults::add);
  private final RecordingGate gate = new RecordingGate();
  private final SocketThreads threads = SocketThreads.start(1);
  private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);
  private @Nullable ListenerTls tls;
  private MessagingListener.@Nullable Running listener;

  @AfterEach
  void stop() {
    if (listener != null) {
      listener.stop();
    }
    if (tls != null) {
      tls.close();
    }
    threads.stop();
    loop.close();
    timer.shutdownNow();
    assertThat(faults).isEmpty();
  }

  private void start(int connectionsMax, int loginMillis, ClientAuth clientAuth) {
    try {
      AUTHORITY.server("localhost", "127.0.0.1").writeTo(folder, "server");
      TlsOptions options =
          new TlsOptions(
              folder.resolve("server.crt"),
              folder.resolve("server.key"),
              AUTHORITY.writeTo(folder.resolve("ca.crt")),
              null,
              clientAuth,
              List.of("TLSv1.3"),
              60_000);
      tls = ListenerTls.start(TlsFiles.load(options, new SystemClock()), timer, 2);
    } catch (IOException | TlsFileException e) {
      throw new AssertionError(e);
    }
    ListenerOptions options =
        new ListenerOptions("127.0.0.1", 0, 1, connectionsMax, loginMillis, SMALL, SMALL, 60_000);
    listener = MessagingListener.start(options, threads, gate, this::offer, new SystemClock(), tls);
  }

  private boolean offer(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private Socket plain() throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), Objects.requireNonNull(listener).port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private SSLSocket encrypted(TestAuthority.@Nullable Issued mine) throws IOException {
    Socket socket = plain();
    return (SSLSocket)
        context(mine).getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
  }

  private static SSLContext context(TestAuthority.@Nullable Issued mine) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", AUTHORITY.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(mine), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyManager @Nullable [] keys(TestAuthority.@Nullable Issued mine)
      throws GeneralSecurityException, IOException {
    if (mine == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "mine",
        mine.keys().getPrivate(),
        new char[0],
        new java.security.cert.Certificate[] {mine.certificate()});
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static Frame.Failure readFailure(InputStream from) throws IOException {
    DataInputStream in = new DataInputStream(from);
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return (Frame.Failure) FrameCodec.decode(ByteBuffer.wrap(frame));
  }

  @Test
  void framesComeThrough() throws IOException {
    start(2, 60_000, ClientAuth.NONE);
    try (SSLSocket client = encrypted(null)) {
      client.getOutputStream().write(HEARTBEAT);
      await().until(() -> gate.frames.size() == 1);

      assertThat(gate.frames.get(0)).containsExactly(3, 0, 0, 0);
      assertThat(Objects.requireNonNull(gate.peer).certificate()).isNull();
    }
    await().until(() -> gate.losses.size() == 1);
  }

  @Test
  void largeFramesComeThroughBothWays() throws IOException {
    start(2, 60_000, ClientAuth.NONE);
    try (SSLSocket client = encrypted(null)) {
      client.getOutputStream().write(HEARTBEAT);
      await().until(() -> gate.outbox != null);
      byte[] large = new byte[4 + 500_000];
      ByteBuffer.wrap(large).putInt(500_000);
      CompletableFuture<Boolean> written = new CompletableFuture<>();
      loop.execute(
          () -> {
            var outbox = Objects.requireNonNull(gate.outbox);
            outbox.established(60_000, 600_000);
            outbox.reserve(large.length).put(large);
            outbox.flush();
            written.complete(true);
          });
      assertThat(written).succeedsWithin(Duration.ofSeconds(10));
      assertThat(client.getInputStream().readNBytes(large.length)).isEqualTo(large);
      client.getOutputStream().write(large);

      await().until(() -> gate.frames.size() == 2);
      assertThat(gate.frames.get(1)).hasSize(500_000);
    }
  }

  @Test
  void closingSendsWhatWasWrittenAndEndsTlsInOrder() throws IOException {
    start(2, 60_000, ClientAuth.NONE);
    try (SSLSocket client = encrypted(null)) {
      client.getOutputStream().write(HEARTBEAT);
      await().until(() -> gate.outbox != null);
      loop.execute(
          () -> {
            var outbox = Objects.requireNonNull(gate.outbox);
            outbox.reserve(HEARTBEAT.length).put(HEARTBEAT);
            outbox.close();
          });

      assertThat(client.getInputStream().readNBytes(HEARTBEAT.length)).isEqualTo(HEARTBEAT);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    await().until(() -> Objects.requireNonNull(listener).connections() == 0);
  }

  @Test
  void knowsTheCertificateOfTheClientBeforeItsFirstFrame() throws IOException {
    start(2, 60_000, ClientAuth.REQUEST);
    try (SSLSocket client = encrypted(AUTHORITY.client("O=Acme,CN=billing"))) {
      client.getOutputStream().write(HEARTBEAT);
      await().until(() -> gate.frames.size() == 1);

      assertThat(Objects.requireNonNull(gate.peer).certificate())
          .isEqualTo(new ClientCertificate("CN=billing,O=Acme", "billing"));
    }
    try (SSLSocket without = encrypted(null)) {
      without.getOutputStream().write(HEARTBEAT);
      await().until(() -> gate.frames.size() == 2);
      assertThat(Objects.requireNonNull(gate.peer).certificate()).isNull();
    }
  }

  @Test
  void refusesACertificateOfAStranger() throws IOException {
    start(2, 60_000, ClientAuth.REQUEST);
    // of the same name, with another key
    TestAuthority.Issued stranger = new TestAuthority("CN=Test CA").client("CN=billing");
    try (SSLSocket client = encrypted(stranger)) {
      client.startHandshake();
      client.getOutputStream().write(HEARTBEAT);

      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("alert");
    }
    await().until(() -> Objects.requireNonNull(listener).connections() == 0);
    assertThat(gate.frames).isEmpty();
    assertThat(gate.peer).isNull();
  }

  @Test
  void tellsAClientWithoutTls() throws IOException {
    start(2, 60_000, ClientAuth.NONE);
    try (Socket client = plain()) {
      client.getOutputStream().write(HEARTBEAT);

      Frame.Failure failure = readFailure(client.getInputStream());
      assertThat(failure.code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
      assertThat(failure.text()).contains("TLS only", "rewinds://");
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    await().until(() -> Objects.requireNonNull(listener).connections() == 0);
    assertThat(gate.peer).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "\u00ff\u00ff\u00ff", "\u0016garbage garbage"})
  void closesOnGarbage(String start) throws IOException {
    start(2, 60_000, ClientAuth.NONE);
    try (Socket client = plain()) {
      client.getOutputStream().write(start.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();

      client.getInputStream().transferTo(answer);
      assertThat(answer.size()).as("an alert of TLS at most").isLessThan(20);
    }
    await().until(() -> Objects.requireNonNull(listener).connections() == 0);
    assertThat(gate.peer).isNull();
  }

  /** The start of a ClientHello of 512 bytes, and then nothing. */
  @Test
  void cutsAHandshakeThatHangsAfterTheTimeForALogin() throws IOException {
    start(2, 200, ClientAuth.NONE);
    try (Socket client = plain();
        Socket silent = plain()) {
      client.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3});
      long begin = System.nanoTime();

      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }
    await().until(() -> Objects.requireNonNull(listener).connections() == 0);
  }

  @Test
  void closesAConnectionThatShakesHandsAndSaysNothing() throws IOException {
    start(2, 300, ClientAuth.NONE);
    try (SSLSocket client = encrypted(null)) {
      client.startHandshake();

      assertThat(readFailure(client.getInputStream()).code()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void takesNoHandshakeOfAConnectionTooMany() throws IOException {
    start(1, 60_000, ClientAuth.NONE);
    try (SSLSocket first = encrypted(null)) {
      first.startHandshake();
      try (SSLSocket second = encrypted(null)) {
        assertThatThrownBy(second::startHandshake).isInstanceOf(IOException.class);
      }
    }
    await().until(() -> Objects.requireNonNull(listener).connections() == 0);
    try (SSLSocket next = encrypted(null)) {
      next.startHandshake();
    }
  }
}
