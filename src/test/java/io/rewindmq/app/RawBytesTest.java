// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rewindmq.health.BrokerFigures;
import io.rewindmq.jms.RewindConnectionFactory;
import io.rewindmq.protocol.DestinationKind;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.protocol.SubscriptionKind;
import io.rewindmq.testkit.TestBroker;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nonsense at the messaging port, before and after the login, while somebody else works: the broker
 * stays healthy, ends the connection with the error that fits, takes no memory for it, and the
 * other client notices nothing. Again with {@code -Draw.seed=…}, more of it with {@code
 * -Draw.runs=…}.
 */
@SuppressWarnings("NullAway.Init") // made before each test
class RawBytesTest {
  private static final int RUNS = Integer.getInteger("raw.runs", 300);
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final long MEMORY_MAX = 64L << 20;

  /** What a connection that sends nonsense may be told. */
  private static final Set<ErrorCode> DOCUMENTED =
      Set.of(
          ErrorCode.PROTOCOL_ERROR,
          ErrorCode.FRAME_TOO_LARGE,
          ErrorCode.VERSION_UNSUPPORTED,
          ErrorCode.MESSAGE_CORRUPT,
          ErrorCode.AUTHENTICATION_FAILED,
          ErrorCode.UNAVAILABLE,
          ErrorCode.CLIENT_ID_IN_USE);

  @TempDir private Path folder;

  private final long seed = Long.getLong("raw.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final AtomicBoolean isOver = new AtomicBoolean();
  private final AtomicInteger exchanged = new AtomicInteger();
  private TestBroker broker;
  private CompletableFuture<?> bystander;
  private long memoryBefore;

  @BeforeEach
  void start() {
    broker = TestBroker.start(folder);
    bystander =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return exchange();
              } catch (JMSException e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> exchanged.get() > 0 || bystander.isDone());
    memoryBefore = socketPool();
  }

  @AfterEach
  void staysHealthy() {
    int soFar = exchanged.get();
    await().until(() -> exchanged.get() > soFar + 10 || bystander.isDone());
    isOver.set(true);
    assertThat(bystander).as(again()).succeedsWithin(Duration.ofSeconds(30));
    assertThat(socketPool() - memoryBefore).as(again()).isLessThan(MEMORY_MAX);
    assertThat(broker.assembly().status().state()).as(again()).isEqualTo(BrokerStatus.State.READY);
    await().until(() -> broker.assembly().status().connections() == 0);
    broker.close();
  }

  private BrokerFigures figures() {
    BrokerFigures figures = broker.assembly().figures();
    if (figures == null) {
      throw new AssertionError("the broker does not run");
    }
    return figures;
  }

  private long socketPool() {
    return Objects.requireNonNull(figures().buffers().get("socket_pool")).used();
  }

  private String again() {
    return "-Draw.seed=" + seed;
  }

  /** Somebody who must not notice. */
  private boolean exchange() throws JMSException {
    RewindConnectionFactory factory =
        new RewindConnectionFactory("rewind://127.0.0.1:" + broker.assembly().port());
    try (JMSContext context = factory.createContext()) {
      Queue queue = context.createQueue("bystander");
      JMSConsumer consumer = context.createConsumer(queue);
      while (!isOver.get()) {
        String text = "message " + exchanged.get();
        context.createProducer().send(queue, text);
        assertThat(ownMessage(consumer)).isEqualTo(text);
        exchanged.incrementAndGet();
      }
    }
    return true;
  }

  /**
   * A bit that has changed can make a good frame, which sends something here: it is passed over.
   */
  private static String ownMessage(JMSConsumer consumer) throws JMSException {
    while (true) {
      Message next = consumer.receive(TIMEOUT_MILLIS);
      assertThat(next).isNotNull();
      if (next instanceof TextMessage text) {
        return text.getText();
      }
    }
  }

  /** One connection of ours. */
  private final class Line implements AutoCloseable {
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    private final DataInputStream in = new DataInputStream(socket.getInputStream());

    Line() throws IOException {
      socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    void send(byte[] bytes) throws IOException {
      try {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
      } catch (SocketException closedAlready) {
        // what it was told is still to be read
      }
    }

    void endOutput() throws IOException {
      try {
        socket.shutdownOutput();
      } catch (SocketException closedAlready) {
        // what it was told is still to be read
      }
    }

    /** Reads to the end; returns what it failed with, or null. */
    @Nullable ErrorCode end() throws IOException {
      ErrorCode last = null;
      try {
        while (true) {
          byte[] bytes = new byte[in.readInt()];
          in.readFully(bytes);
          if (FrameCodec.decode(ByteBuffer.wrap(bytes)) instanceof Frame.Failure failure) {
            last = failure.code();
          }
        }
      } catch (EOFException | SocketException closed) {
        return last;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private int port() {
    return broker.assembly().port();
  }

  private static byte[] bytes(Frame... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      ByteBuffer encoded = FrameCodec.encode(frame);
      byte[] one = new byte[encoded.remaining()];
      encoded.get(one);
      all.writeBytes(one);
    }
    return all.toByteArray();
  }

  private static Frame.Hello hello(long connectionId) {
    return new Frame.Hello(
        1, 1, connectionId, 0, 64 << 20, "raw-" + connectionId, null, null, "test", Map.of());
  }

  /** A conversation as clients have it, after the HELLO. */
  private static List<Frame> conversation(long connectionId) {
    return List.of(
        new Frame.OpenSession(1, 1, 1, 1),
        new Frame.Resolve(1, 2, DestinationKind.QUEUE, "raw"),
        new Frame.OpenConsumer(
            1, 3, 7, 1, SubscriptionKind.QUEUE, null, "a = 1", false, false, null),
        new Frame.Credit(1, 7, 1, 10, 10_000),
        new Frame.Send(1, 1, 0, 1, 1, FrameSocket.element(connectionId, 1, 1)),
        new Frame.Heartbeat(),
        new Frame.Unsubscribe(1, 4, "nobody"),
        new Frame.CloseSession(1, 5),
        new Frame.Goodbye(6));
  }

  @Test
  void randomBytes() throws IOException {
    for (int run = 0; run < RUNS; run++) {
      byte[] bytes = new byte[random.nextInt(1, 3_000)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) {
        ByteBuffer.wrap(bytes).put(new byte[Math.min(2, bytes.length)]); // a length that is allowed
      }
      try (Line line = new Line()) {
        line.send(bytes);
        line.endOutput();
        assertThat(line.end()).as(again()).isIn(orNothing());
      }
    }
  }

  @Test
  void handshakesThatEndInTheMiddle() throws IOException {
    byte[] whole = bytes(hello(99));
    for (int length = 0; length < whole.length; length++) {
      try (Line line = new Line()) {
        line.send(Arrays.copyOf(whole, length));
        line.endOutput();
        assertThat(line.end()).as("after " + length + " bytes").isNull();
      }
    }
  }

  @Test
  void framesWithFlippedBitsAndLengths() throws IOException {
    for (int run = 0; run < RUNS; run++) {
      long connectionId = random.nextLong() | 1;
      boolean isBeforeLogin = random.nextInt(4) == 0;
      byte[] frames = bytes(conversation(connectionId).toArray(new Frame[0]));
      byte[] greeting = bytes(hello(connectionId));
      damage(isBeforeLogin ? greeting : frames);
      try (Line line = new Line()) {
        line.send(greeting);
        line.send(frames);
        line.endOutput();
        assertThat(line.end()).as(again() + ", run " + run).isIn(orNothing());
      }
    }
  }

  private void damage(byte[] bytes) {
    int times = random.nextInt(1, 4);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        default -> bytes[at] = random.nextBoolean() ? (byte) 0xFF : (byte) 0x80;
      }
    }
  }

  private static List<@Nullable ErrorCode> orNothing() {
    List<@Nullable ErrorCode> codes = new ArrayList<>(DOCUMENTED);
    codes.add(null);
    return codes;
  }

  @Test
  void lengthsOfGibibytesBeforeAndAfterTheLogin() throws IOException {
    for (int length : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, -1, 1 << 30, 0, 3}) {
      byte[] field = ByteBuffer.allocate(8).putInt(length).putInt(0x01000000).array();
      ErrorCode wanted =
          length >= 0 && length < 4 ? ErrorCode.PROTOCOL_ERROR : ErrorCode.FRAME_TOO_LARGE;
      try (Line line = new Line()) {
        line.send(field);
        assertThat(line.end()).as("length " + length).isEqualTo(wanted);
      }
      try (Line line = new Line()) {
        line.send(bytes(hello(77)));
        line.send(field);
        assertThat(line.end()).as("length " + length).isEqualTo(wanted);
      }
    }
  }

  @Test
  void promisesThatAreNotKeptTakeNoMemory() throws IOException {
    List<Line> lines = new ArrayList<>();
    try {
      for (int i = 1; i <= 100; i++) {
        Line line = new Line();
        lines.add(line);
        line.send(bytes(hello(i)));
        // 16 MiB are announced, and then a little comes
        line.send(ByteBuffer.allocate(1_000).putInt(16 << 20).array());
      }
      await().until(() -> broker.assembly().status().connections() > 100);
      assertThat(socketPool() - memoryBefore).isLessThan(MEMORY_MAX);
    } finally {
      for (Line line : lines) {
        line.close();
      }
    }
  }

  @Test
  void connectionsThatSayNothingOrNearlyNothingEndInTime() throws IOException {
    List<Line> lines = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Line line = new Line();
        lines.add(line);
        line.send(Arrays.copyOf(bytes(hello(i + 1)), i % 5));
      }
      // a byte now and then does not help
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < lines.size(); i += 10) {
          lines.get(i).send(new byte[] {0});
        }
      }
      for (Line line : lines) {
        assertThat(line.end()).isEqualTo(ErrorCode.PROTOCOL_ERROR);
      }
    } finally {
      for (Line line : lines) {
        line.close();
      }
    }
  }
}
