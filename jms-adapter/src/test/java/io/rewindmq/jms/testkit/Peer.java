// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.testkit;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** One connection of the client, seen from the broker. */
public final class Peer {
  /** What the client did: sent a frame, or ended the connection (null). */
  private record Event(@Nullable Frame frame) {}

  private final Socket socket;
  private final Routine routine;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  Peer(Socket socket, Routine routine) {
    this.socket = socket;
    this.routine = routine;
  }

  void begin() {
    Background.daemon("scripted-broker-read", this::readLoop);
  }

  private void readLoop() {
    try (DataInputStream in = new DataInputStream(socket.getInputStream())) {
      while (true) {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        take(FrameCodec.decode(ByteBuffer.wrap(bytes)));
      }
    } catch (IOException | UncheckedIOException ended) {
      events.add(new Event(null));
    }
  }

  private void take(Frame frame) {
    if (!routine.knows(frame)) {
      events.add(new Event(frame));
      return;
    }
    answer(frame);
  }

  /** The next frame that is not routine must be of this type. */
  public <T extends Frame> T expect(Class<T> type) {
    Frame frame = Background.take(events, type.getSimpleName()).frame();
    if (!type.isInstance(frame)) {
      throw new AssertionError("expected " + type.getSimpleName() + ", the client sent " + frame);
    }
    return type.cast(frame);
  }

  /** The client must end the connection before it sends anything that is not routine. */
  public void expectEnd() {
    Frame frame = Background.take(events, "the end of the connection").frame();
    if (frame != null) {
      throw new AssertionError("expected the end of the connection, the client sent " + frame);
    }
  }

  /** Expects a frame and gives the friendly answer. */
  public <T extends Frame> T answer(Class<T> type) {
    T frame = expect(type);
    answer(frame);
    return frame;
  }

  /** Gives the friendly answer to a frame, if there is one. */
  public void answer(Frame frame) {
    Frame reply = routine.answer(frame);
    if (reply != null) {
      say(reply);
    }
  }

  /** Sends frames in one write. */
  public void say(Frame... frames) {
    int bytes = 0;
    for (Frame frame : frames) {
      bytes += FrameCodec.encodedBytes(frame);
    }
    ByteBuffer out = ByteBuffer.allocate(bytes);
    for (Frame frame : frames) {
      FrameCodec.encode(frame, out);
    }
    write(out.array());
  }

  private synchronized void write(byte[] bytes) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Delivers texts to a consumer, one run of offsets from {@code base}. */
  public void deliver(Frame.OpenConsumer consumer, long base, String... texts) {
    say(Deliveries.of(consumer, base, 1, 0, texts));
  }

  /** Loses the connection without a word. */
  public void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
