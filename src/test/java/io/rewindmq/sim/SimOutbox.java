// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.broker.ConnectionLoad;
import io.rewindmq.broker.Outbox;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.sim.shadow.WireTap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The broker's way out to one simulated client. */
final class SimOutbox implements Outbox {
  private static final int UNSENT_FRAMES_MAX = 12;

  private final SimConnection connection;
  private final WireTap tap;
  private final UnaryOperator<Frame> speech;
  private final List<Frame> filling = new ArrayList<>();

  /** The frame reserved last: it may still grow. */
  private @Nullable ByteBuffer last;

  SimOutbox(SimConnection connection, WireTap tap, UnaryOperator<Frame> speech) {
    this.connection = connection;
    this.tap = tap;
    this.speech = speech;
  }

  WireTap tap() {
    return tap;
  }

  @Override
  public ByteBuffer reserve(int bytes) {
    completeLast();
    ByteBuffer frame = ByteBuffer.allocate(bytes);
    last = frame;
    return frame.duplicate();
  }

  @Override
  public @Nullable ByteBuffer extend(int bytes) {
    ByteBuffer frame = last;
    if (frame == null) {
      return null;
    }
    ByteBuffer grown = ByteBuffer.allocate(frame.capacity() + bytes).put(frame.duplicate()).flip();
    grown.limit(grown.capacity());
    last = grown;
    return grown.duplicate();
  }

  /** What was reserved before is complete: the tap hears of it. */
  void completeLast() {
    ByteBuffer frame = last;
    last = null;
    if (frame != null) {
      int bytes = frame.limit() - FrameCodec.LENGTH_BYTES;
      Frame decoded = speech.apply(FrameCodec.decode(frame.slice(FrameCodec.LENGTH_BYTES, bytes)));
      tap.said(decoded);
      filling.add(decoded);
    }
  }

  /** What the broker has not handed to the network goes with it. */
  void discard() {
    last = null;
    filling.clear();
  }

  @Override
  public boolean isReadyForDeliveries() {
    return connection.unsentFrames() < UNSENT_FRAMES_MAX || connection.awaitDrain();
  }

  @Override
  public void established(int heartbeatMillis, int frameBytesMax) {}

  @Override
  public ConnectionLoad load() {
    return ConnectionLoad.NONE;
  }

  @Override
  public void flush() {
    completeLast();
    filling.forEach(connection::toClient);
    filling.clear();
  }

  @Override
  public void close() {
    flush();
    tap.ended();
    connection.closedByBroker();
  }
}
