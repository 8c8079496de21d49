// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.protocol.message.BodyType;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.protocol.message.MessageWriter;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;

/** A client that speaks in frames over a socket; waits for each answer. */
final class FrameSocket implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final DataInputStream in;

  FrameSocket(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
  }

  FrameSocket hello(long connectionId) throws IOException {
    ask(
        new Frame.Hello(1, 1, connectionId, 0, 64 << 20, null, null, null, "test", Map.of()),
        Frame.Welcome.class);
    return this;
  }

  void tell(Frame frame) throws IOException {
    ByteBuffer bytes = FrameCodec.encode(frame);
    byte[] all = new byte[bytes.remaining()];
    bytes.get(all);
    socket.getOutputStream().write(all);
  }

  /** Sends a frame and waits for an answer of that type; others, but heartbeats, are a failure. */
  <T extends Frame> T ask(Frame frame, Class<T> answer) throws IOException {
    tell(frame);
    return next(answer);
  }

  <T extends Frame> T next(Class<T> type) throws IOException {
    Frame frame;
    do {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      frame = FrameCodec.decode(ByteBuffer.wrap(bytes));
    } while (frame instanceof Frame.Heartbeat);
    if (!type.isInstance(frame)) {
      throw new AssertionError("expected a " + type.getSimpleName() + ", got " + frame);
    }
    return type.cast(frame);
  }

  /** Whether the broker has closed the connection. */
  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** A persistent message without a body. */
  static ByteBuffer element(long connectionId, long producer, long sequence) {
    return new MessageWriter(1 << 16)
        .begin(MessageLayout.FLAG_PERSISTENT, 4, BodyType.NONE, 0, 0, 0, 0)
        .origin(connectionId, producer, sequence)
        .beginProperties()
        .beginBody()
        .finish();
  }
}
