// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rewindmq.broker.LoopInbox;
import io.rewindmq.broker.Outbox;
import io.rewindmq.platform.clock.SystemClock;
import io.rewindmq.platform.thread.RoleThread;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessagingListenerTest {
  private static final byte[] HEARTBEAT = {0, 0, 0, 4, 3, 0, 0, 0};
  private static final int SMALL = 64 * 1024;

  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final RoleThread loop =
      new RoleThread(ThreadRole.SHARD_LOOP, "test-loop", 1000, faults::add);
  private final RecordingGate gate = new RecordingGate();
  private final ListenerOptions options =
      new ListenerOptions("127.0.0.1", 0, 1, 2, 60_000, SMALL, SMALL, 60_000);
  private final SocketThreads threads = SocketThreads.start(1);
  private MessagingListener.@Nullable Running listener;

  @AfterEach
  void stop() {
    if (listener != null) {
      listener.stop();
    }
    threads.stop();
    loop.close();
    assertThat(faults).isEmpty();
  }

  @Test
  void joinsAFrameThatComesByteByByte() throws IOException {
    try (Socket client = connect(options)) {
      for (byte b : HEARTBEAT) {
        client.getOutputStream().write(b);
        client.getOutputStream().flush();
      }
      await().until(() -> gate.frames.size() == 1);

      assertThat(gate.frames.get(0)).containsExactly(3, 0, 0, 0);
      assertThat(Objects.requireNonNull(gate.peer).loopback()).isTrue();
    }
    await().until(() -> gate.losses.size() == 1);
  }

  @Test
  void refusesAFrameOfTwoGibibytes() throws IOException {
    try (Socket client = connect(options)) {
      client.getOutputStream().write(new byte[] {(byte) 0x80, 0, 0, 0, 1, 0, 0, 0});

      assertThat(readFailure(client)).isEqualTo(ErrorCode.FRAME_TOO_LARGE);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    await().until(() -> gate.losses.size() == 1);
    assertThat(gate.frames).isEmpty();
  }

  @Test
  void takesLargerFramesAfterTheLogin() throws IOException {
    try (Socket client = connect(options)) {
      client.getOutputStream().write(HEARTBEAT);
      await().until(() -> gate.frames.size() == 1);
      onLoop(outbox -> outbox.established(60_000, 300_000));
      // The login is known once what was sent behind it has come.
      onLoop(outbox -> write(outbox, HEARTBEAT));
      assertThat(read(client, HEARTBEAT.length)).isEqualTo(HEARTBEAT);

      byte[] large = new byte[4 + 300_000];
      ByteBuffer.wrap(large).putInt(300_000);
      client.getOutputStream().write(large);

      await().until(() -> gate.frames.size() == 2);
      assertThat(gate.frames.get(1)).hasSize(300_000);
    }
  }

  @Test
  void closesAConnectionThatSpeaksHttp() throws IOException {
    closesAtOnce("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void tellsAClientOfTlsInBytesThatAreNoTls() throws IOException {
    try (Socket client = connect(options)) {
      client.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3});

      assertThat(readFailure(client)).isEqualTo(ErrorCode.PROTOCOL_ERROR);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
    await().until(() -> gate.losses.size() == 1);
  }

  @Test
  void closesAConnectionWithoutLogin() throws IOException {
    ListenerOptions impatient = new ListenerOptions("127.0.0.1", 0, 1, 2, 50, SMALL, SMALL, 60_000);
    try (Socket client = connect(impatient)) {
      assertThat(readFailure(client)).isEqualTo(ErrorCode.PROTOCOL_ERROR);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void sendsHeartbeatsAndDropsASilentClient() throws IOException {
    try (Socket client = connect(options)) {
      client.getOutputStream().write(HEARTBEAT);
      onLoop(outbox -> outbox.established(100, SMALL));

      assertThat(read(client, HEARTBEAT.length)).isEqualTo(HEARTBEAT);
      await().until(() -> gate.losses.size() == 1);
      assertThat(gate.losses.get(0)).contains("silent");
    }
  }

  @Test
  void keepsAClientThatSendsHeartbeats() throws IOException {
    try (Socket client = connect(options)) {
      client.getOutputStream().write(HEARTBEAT);
      onLoop(outbox -> outbox.established(100, SMALL));

      // Each heartbeat of the broker shows that time has passed.
      for (int i = 0; i < 10; i++) {
        assertThat(read(client, HEARTBEAT.length)).isEqualTo(HEARTBEAT);
        client.getOutputStream().write(HEARTBEAT);
      }
      assertThat(gate.losses).isEmpty();
    }
  }

  @Test
  void holdsDeliveriesBackFromASlowPeerAndGoesOnLater() throws IOException {
    try (Socket client = connect(options)) {
      client.getOutputStream().write(HEARTBEAT);
      onLoop(outbox -> outbox.established(60_000, SMALL));
      int written = fillUntilNotReady();

      read(client, written);

      await().until(() -> gate.drained.get() > 0);
      onLoop(outbox -> assertThat(outbox.isReadyForDeliveries()).isTrue());
    }
  }

  @Test
  void dropsAPeerThatHangs() throws IOException {
    ListenerOptions strict = new ListenerOptions("127.0.0.1", 0, 1, 2, 60_000, SMALL, SMALL, 200);
    try (Socket client = connect(strict)) {
      client.getOutputStream().write(HEARTBEAT);
      onLoop(outbox -> outbox.established(60_000, SMALL));
      fillUntilNotReady();

      await().until(() -> gate.losses.size() == 1);
      assertThat(gate.losses.get(0)).contains("took none");
    }
  }

  @Test
  void doesNotReadWhileTheInboxIsFullAndLosesNothing() throws IOException {
    List<Runnable> inbox = new CopyOnWriteArrayList<>();
    listener = start(options, task -> inbox.size() < 3 && inbox.add(task));
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      int count = 200;
      for (int i = 0; i < count; i++) {
        client.getOutputStream().write(new byte[] {0, 0, 0, 5, 3, 0, 0, 0, (byte) i});
        client.getOutputStream().flush();
      }
      await()
          .until(
              () -> {
                if (!inbox.isEmpty()) {
                  loop.execute(inbox.remove(0));
                }
                return gate.frames.size() == count;
              });
      for (int i = 0; i < count; i++) {
        assertThat(gate.frames.get(i)[4]).isEqualTo((byte) i);
      }
    }
  }

  @Test
  void refusesOneConnectionTooMany() throws IOException {
    try (Socket first = connect(options);
        Socket second = again();
        Socket third = again()) {
      assertThat(readFailure(third)).isEqualTo(ErrorCode.LIMIT_REACHED);
      assertThat(first.isConnected() && second.isConnected()).isTrue();
    }
    await().until(() -> Objects.requireNonNull(listener).connections() == 0);
    try (Socket next = again()) {
      next.getOutputStream().write(HEARTBEAT);
      await().until(() -> gate.frames.size() == 1);
    }
  }

  @Test
  void saysWhichAddressIsTaken() throws IOException {
    try (Socket _ = connect(options)) {
      int port = Objects.requireNonNull(listener).port();
      assertThatThrownBy(() -> start(options.at("127.0.0.1", port), task -> true).stop())
          .isInstanceOf(ListenException.class)
          .hasMessageContaining("127.0.0.1:" + port);
    }
  }

  @Test
  void sendsWhatWasWrittenBeforeItCloses() throws IOException {
    try (Socket client = connect(options)) {
      client.getOutputStream().write(HEARTBEAT);
      onLoop(
          outbox -> {
            write(outbox, HEARTBEAT);
            outbox.close();
          });
      assertThat(read(client, HEARTBEAT.length)).isEqualTo(HEARTBEAT);
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void makesTheLastFrameLonger() throws IOException {
    try (Socket client = connect(options)) {
      client.getOutputStream().write(HEARTBEAT);
      onLoop(
          outbox -> {
            write(outbox, new byte[] {9});
            write(outbox, new byte[] {1, 2});
            ByteBuffer longer = Objects.requireNonNull(outbox.extend(2));
            int start = longer.position();
            longer.put(start, (byte) 7).position(start + 2).put((byte) 3).put((byte) 4);
            write(outbox, new byte[] {5});
            assertThat(outbox.extend(1 << 20)).isNull();
            outbox.flush();
            assertThat(outbox.extend(1)).isNull();
          });
      assertThat(read(client, 6)).containsExactly(9, 7, 2, 3, 4, 5);
    }
  }

  private void closesAtOnce(byte[] start) throws IOException {
    try (Socket client = connect(options)) {
      client.getOutputStream().write(start);

      assertThat(client.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    await().until(() -> gate.losses.size() == 1);
  }

  /** Writes more than the kernel's buffers hold; returns how many bytes. */
  private int fillUntilNotReady() {
    byte[] frame = new byte[256 * 1024];
    int count = 64;
    onLoop(
        outbox -> {
          for (int i = 0; i < count; i++) {
            write(outbox, frame);
          }
          outbox.flush();
          assertThat(outbox.isReadyForDeliveries()).isFalse();
        });
    return count * frame.length;
  }

  private void onLoop(Consumer<Outbox> action) {
    await().until(() -> gate.outbox != null);
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          Outbox outbox = Objects.requireNonNull(gate.outbox);
          action.accept(outbox);
          outbox.flush();
          done.complete(true);
        });
    assertThat(done).succeedsWithin(Duration.ofSeconds(5));
  }

  private static void write(Outbox outbox, byte[] frame) {
    outbox.reserve(frame.length).put(frame);
  }

  private Socket connect(ListenerOptions withOptions) throws IOException {
    listener = start(withOptions, this::offer);
    return again();
  }

  private Socket again() throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), Objects.requireNonNull(listener).port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private MessagingListener.Running start(ListenerOptions withOptions, LoopInbox inbox) {
    return MessagingListener.start(withOptions, threads, gate, inbox, new SystemClock(), null);
  }

  private boolean offer(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private static byte[] read(Socket client, int bytes) throws IOException {
    return client.getInputStream().readNBytes(bytes);
  }

  private static ErrorCode readFailure(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    byte[] frame = new byte[in.readInt()];
    in.readFully(frame);
    return ((Frame.Failure) FrameCodec.decode(ByteBuffer.wrap(frame))).code();
  }
}
