// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.ConnectionLoad;
import io.rewindmq.broker.Outbox;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what the broker sends as decoded frames, in place of a socket. */
final class FrameOutbox implements Outbox {
  private static final int BUFFER_BYTES = 256 * 1024;

  final List<Frame> sent = new ArrayList<>();
  boolean isReady = true;
  boolean isClosed;
  int frameBytesMax;
  private ByteBuffer filling = ByteBuffer.allocate(BUFFER_BYTES);
  private int lastFrameAt;

  @Override
  public ByteBuffer reserve(int bytes) {
    if (filling.remaining() < bytes) {
      decodeAll();
      filling = ByteBuffer.allocate(Math.max(bytes, BUFFER_BYTES));
    }
    lastFrameAt = filling.position();
    filling.position(lastFrameAt + bytes);
    return filling.slice(lastFrameAt, bytes);
  }

  @Override
  public @Nullable ByteBuffer extend(int bytes) {
    if (filling.position() == 0 || filling.remaining() < bytes) {
      return null;
    }
    filling.position(filling.position() + bytes);
    return filling.slice(lastFrameAt, filling.position() - lastFrameAt);
  }

  @Override
  public boolean isReadyForDeliveries() {
    return isReady;
  }

  @Override
  public void established(int heartbeatMillis, int newFrameBytesMax) {
    frameBytesMax = newFrameBytesMax;
  }

  @Override
  public ConnectionLoad load() {
    return ConnectionLoad.NONE;
  }

  @Override
  public void flush() {
    decodeAll();
  }

  @Override
  public void close() {
    decodeAll();
    isClosed = true;
  }

  private void decodeAll() {
    ByteBuffer frames = filling.flip();
    while (frames.hasRemaining()) {
      int length = frames.getInt();
      sent.add(FrameCodec.decode(frames.slice(frames.position(), length)));
      frames.position(frames.position() + length);
    }
    filling = ByteBuffer.allocate(BUFFER_BYTES);
  }
}
