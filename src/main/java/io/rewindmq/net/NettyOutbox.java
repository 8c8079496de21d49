// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.rewindmq.broker.ConnectionLoad;
import io.rewindmq.broker.Outbox;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Outbox} of pooled direct buffers, one of which is handed to the socket's thread per
 * turn.
 *
 * <p>The buffer being filled belongs to {@code SHARD_LOOP}; the counters are shared and atomic or
 * volatile; {@link Events} is told on {@code NET_LOOP}.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class NettyOutbox implements Outbox {
  private static final int BUFFER_BYTES = 32 * 1024;

  private final Channel channel;
  private final Events events;
  private final int bytesMax;

  /** Handed to the socket's thread and not taken by the kernel yet. */
  private final AtomicLong unsentBytes = new AtomicLong();

  private final AtomicLong sentBytes = new AtomicLong();
  private @Nullable ByteBuf filling;

  /** Somebody waits for {@link Events#drained()}. */
  private volatile boolean isAwaitingDrain;

  /** In the buffer being filled. */
  private int lastFrameAt;

  private boolean isClosed;

  NettyOutbox(Channel channel, Events events, int bytesMax) {
    this.channel = channel;
    this.events = events;
    this.bytesMax = bytesMax;
  }

  /** What the socket's thread hears of, on that thread. */
  interface Events {
    void established(int heartbeatMillis, int frameBytesMax);

    /** More than twice the allowed bytes wait. */
    void overflowing();

    /** At most half of the allowed bytes wait, after there were too many. */
    void drained();

    /** Nothing more will be sent; the connection closes once the rest is out. */
    void closing();

    /** Bytes that came so far. Any thread. */
    long receivedBytes();

    /** Of these, not handled yet. Any thread. */
    long unhandledBytes();
  }

  @Override
  public ByteBuffer reserve(int bytes) {
    ByteBuf buffer = filling;
    if (buffer != null && buffer.writableBytes() < bytes) {
      handOver();
      buffer = null;
    }
    if (buffer == null) {
      buffer = channel.alloc().directBuffer(Math.max(bytes, BUFFER_BYTES));
      filling = buffer;
    }
    lastFrameAt = buffer.writerIndex();
    ByteBuffer room = buffer.internalNioBuffer(lastFrameAt, bytes);
    buffer.writerIndex(lastFrameAt + bytes);
    return room;
  }

  @Override
  public @Nullable ByteBuffer extend(int bytes) {
    ByteBuf buffer = filling;
    if (buffer == null || buffer.writableBytes() < bytes) {
      return null;
    }
    int end = buffer.writerIndex() + bytes;
    buffer.writerIndex(end);
    return buffer.internalNioBuffer(lastFrameAt, end - lastFrameAt);
  }

  @Override
  public boolean isReadyForDeliveries() {
    if (queuedBytes() < bytesMax) {
      return true;
    }
    isAwaitingDrain = true;
    // The last bytes may have left before the wish was noted.
    if (unsentBytes.get() <= bytesMax / 2 && queuedBytes() < bytesMax) {
      isAwaitingDrain = false;
      return true;
    }
    return false;
  }

  @Override
  public void established(int heartbeatMillis, int frameBytesMax) {
    SocketThread.execute(channel, () -> events.established(heartbeatMillis, frameBytesMax));
  }

  @Override
  public void flush() {
    handOver();
  }

  @Override
  public void close() {
    handOver();
    if (!isClosed) {
      isClosed = true;
      SocketThread.execute(channel, events::closing);
    }
  }

  @Override
  public ConnectionLoad load() {
    return new ConnectionLoad(
        events.receivedBytes(),
        sentBytes.get(),
        events.unhandledBytes(),
        queuedBytes(),
        !channel.config().isAutoRead());
  }

  /** Bytes that the kernel has not taken. Any thread. */
  long unsentBytes() {
    return unsentBytes.get();
  }

  /** Bytes that were sent or given up. Any thread. */
  long sentBytes() {
    return sentBytes.get();
  }

  private long queuedBytes() {
    return unsentBytes.get() + (filling == null ? 0 : filling.readableBytes());
  }

  private void handOver() {
    ByteBuf buffer = filling;
    if (buffer == null) {
      return;
    }
    filling = null;
    int bytes = buffer.readableBytes();
    if (isClosed || !channel.isOpen()) {
      buffer.release();
      return;
    }
    if (unsentBytes.addAndGet(bytes) > 2L * bytesMax) {
      isAwaitingDrain = true;
      SocketThread.execute(channel, events::overflowing);
    }
    ChannelFuture written = channel.writeAndFlush(buffer);
    written.addListener(done -> sent(bytes));
  }

  private void sent(int bytes) {
    sentBytes.addAndGet(bytes);
    if (unsentBytes.addAndGet(-bytes) <= bytesMax / 2 && isAwaitingDrain) {
      isAwaitingDrain = false;
      events.drained();
    }
  }
}
