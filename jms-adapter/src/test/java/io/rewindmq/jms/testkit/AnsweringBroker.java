// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.testkit;

import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.protocol.ProtocolLimits;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a client's socket, without a broker: answers what every client asks in the usual
 * way unless a test says otherwise, and keeps every frame it got.
 */
public final class AnsweringBroker implements AutoCloseable {
  private static final long LARGE_MESSAGE_BYTES_MAX = 256L << 20;

  private static final long SECONDS_MAX = 10;

  private final ServerSocket server;
  private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
  private final Map<Class<?>, Function<Frame, List<Frame>>> answers = new HashMap<>();
  private volatile Socket socket = new Socket();

  /** Why nothing more comes: a cut on purpose, or the end of the test. */
  private volatile @Nullable IOException failure;

  private final AtomicInteger connections = new AtomicInteger();

  public AnsweringBroker() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::accept, "answering-broker");
    accepting.setDaemon(true);
    accepting.start();
  }

  public String url() {
    return "rewind://127.0.0.1:" + server.getLocalPort();
  }

  /** How many connections have been made so far. */
  public int connections() {
    return connections.get();
  }

  /** Says how frames of one kind are answered from now on. */
  public <T extends Frame> void on(Class<T> kind, Function<T, List<Frame>> answer) {
    synchronized (answers) {
      answers.put(kind, frame -> answer.apply(kind.cast(frame)));
    }
  }

  /** Waits for the next frame of a kind; others that come before are skipped. */
  public <T extends Frame> T await(Class<T> kind) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (true) {
      Frame frame = received.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (frame == null) {
        throw new AssertionError("no " + kind.getSimpleName() + " came", failure);
      }
      if (kind.isInstance(frame)) {
        return kind.cast(frame);
      }
    }
  }

  /** Sends a frame that nobody asked for. */
  public void send(Frame frame) throws IOException {
    synchronized (answers) {
      ByteBuffer encoded = FrameCodec.encode(frame);
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      socket.getOutputStream().write(bytes);
    }
  }

  /** Cuts the connection; the next one is accepted. */
  public void cut() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    socket.close();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket next = server.accept();
        socket = next;
        connections.incrementAndGet();
        Thread reading = new Thread(() -> read(next), "answering-broker-reader");
        reading.setDaemon(true);
        reading.start();
      }
    } catch (IOException closed) {
      failure = closed;
    }
  }

  private void read(Socket from) {
    try (DataInputStream in = new DataInputStream(from.getInputStream())) {
      while (true) {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        answer(FrameCodec.decode(ByteBuffer.wrap(frame)));
      }
    } catch (IOException cut) {
      failure = cut;
    }
  }

  private void answer(Frame frame) throws IOException {
    List<Frame> replies;
    synchronized (answers) {
      Function<Frame, List<Frame>> own = answers.get(frame.getClass());
      replies = own == null ? usual(frame) : own.apply(frame);
      for (Frame reply : replies) {
        send(reply);
      }
    }
    received.add(frame);
  }

  private static List<Frame> usual(Frame frame) {
    if (frame instanceof Frame.Hello) {
      return List.of(
          new Frame.Welcome(
              1,
              1,
              60_000,
              ProtocolLimits.DEFAULT_FRAME_BYTES_MAX,
              ProtocolLimits.DEFAULT_MESSAGE_BYTES_MAX,
              LARGE_MESSAGE_BYTES_MAX,
              0,
              "scripted",
              "scripted"));
    }
    if (frame instanceof Frame.OpenSession f) {
      return ok(f.channel(), f.requestId());
    }
    if (frame instanceof Frame.CloseSession f) {
      return ok(f.channel(), f.requestId());
    }
    if (frame instanceof Frame.Resolve f) {
      return List.of(new Frame.Destination(f.channel(), f.requestId(), 1, 1, "" + f.name()));
    }
    if (frame instanceof Frame.OpenConsumer f) {
      return List.of(new Frame.ConsumerOpened(f.channel(), f.requestId(), 1, 0, 0));
    }
    if (frame instanceof Frame.CloseConsumer f) {
      return ok(f.channel(), f.requestId());
    }
    if (frame instanceof Frame.Drain f) {
      return ok(f.channel(), f.requestId());
    }
    if (frame instanceof Frame.Rollback f) {
      return ok(f.channel(), f.requestId());
    }
    if (frame instanceof Frame.Ack f) {
      return f.requestId() == 0 ? List.of() : ok(f.channel(), f.requestId());
    }
    if (frame instanceof Frame.Send f) {
      long last = f.firstSequence() + f.count() - 1;
      return List.of(new Frame.SendConfirmed(f.channel(), f.firstSequence(), last));
    }
    if (frame instanceof Frame.Goodbye f) {
      return ok(0, f.requestId());
    }
    return List.of();
  }

  /** The answer that a request is done. */
  public static List<Frame> ok(int channel, int requestId) {
    return List.of(new Frame.Ok(channel, requestId));
  }

  /** The answer that a request failed. */
  public static List<Frame> refused(int channel, int requestId, ErrorCode code) {
    return List.of(new Frame.RequestFailed(channel, requestId, code, "on purpose"));
  }
}
