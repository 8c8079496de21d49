// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.rewindmq.broker.ClientConnection;
import io.rewindmq.broker.LoopInbox;
import io.rewindmq.platform.figure.Count;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection's way into the shard's loop, in order.
 *
 * <p>What the inbox refuses waits here, and the socket is not read meanwhile; the same when more
 * than the allowed bytes wait to be handled. So at most one read's worth of frames is held above
 * the bounds. The methods belong to {@code NET_LOOP}; what they post runs on {@code SHARD_LOOP}.
 */
@OwnedBy(ThreadRole.NET_LOOP)
final class InboundQueue {
  private static final int RETRY_MILLIS = 1;

  /** What a small batch costs beside its bytes. */
  private static final int BATCH_OVERHEAD_BYTES = 256;

  private final Channel channel;
  private final LoopInbox inbox;
  private final ReadPauses pauses;
  private final int bytesMax;
  private final Deque<Runnable> refused = new ArrayDeque<>();
  private final AtomicInteger unhandledBytes = new AtomicInteger();
  private final Count receivedBytes = new Count();
  private final ShardSide shardSide = new ShardSide();

  InboundQueue(Channel channel, LoopInbox inbox, ReadPauses pauses, int bytesMax) {
    this.channel = channel;
    this.inbox = inbox;
    this.pauses = pauses;
    this.bytesMax = bytesMax;
  }

  @AnyThread // by the atomic count
  int unhandledBytes() {
    return unhandledBytes.get();
  }

  /** So many bytes came, whatever they are. */
  void received(int bytes) {
    receivedBytes.add(bytes);
  }

  @AnyThread // by the count
  long receivedBytes() {
    return receivedBytes.get();
  }

  /** Must be the first call. */
  void open(Supplier<ClientConnection> opening) {
    post(() -> shardSide.connection = opening.get());
  }

  /** Hands whole frames over and releases them afterwards. */
  void frames(ByteBuf batch) {
    int bytes = batch.readableBytes() + BATCH_OVERHEAD_BYTES;
    if (unhandledBytes.addAndGet(bytes) > bytesMax) {
      pauses.pause(ReadPauses.Reason.INBOUND_FULL);
      // The loop may have handled all of it before the pause was noted.
      resumeWhenHandled();
    }
    post(() -> shardSide.receive(batch, bytes));
  }

  /** Lets the broker's end do something. */
  void tell(Consumer<ClientConnection> message) {
    post(() -> shardSide.tell(message));
  }

  private void post(Runnable task) {
    if (!refused.isEmpty() || !inbox.offer(task)) {
      refused.add(task);
      if (refused.size() == 1) {
        pauses.pause(ReadPauses.Reason.INBOX_FULL);
        retryLater();
      }
    }
  }

  private void retryLater() {
    ScheduledFuture<?> _ =
        channel.eventLoop().schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void retry() {
    Runnable next;
    while ((next = refused.peek()) != null) {
      if (!inbox.offer(next)) {
        retryLater();
        return;
      }
      refused.remove();
    }
    pauses.resume(ReadPauses.Reason.INBOX_FULL);
  }

  private void resumeWhenHandled() {
    if (unhandledBytes.get() <= bytesMax / 2) {
      pauses.resume(ReadPauses.Reason.INBOUND_FULL);
    }
  }

  @AnyThread // by the atomic count
  private void handled(int bytes) {
    int left = unhandledBytes.addAndGet(-bytes);
    int low = bytesMax / 2;
    if (left <= low && left + bytes > low) {
      SocketThread.execute(channel, this::resumeWhenHandled);
    }
  }

  /** The half that lives on the shard's loop. */
  @OwnedBy(ThreadRole.SHARD_LOOP)
  private final class ShardSide {
    private @Nullable ClientConnection connection;

    void tell(Consumer<ClientConnection> message) {
      if (connection != null) {
        message.accept(connection);
      }
    }

    void receive(ByteBuf batch, int bytes) {
      try {
        ByteBuffer frames = batch.nioBuffer();
        while (connection != null && frames.hasRemaining()) {
          int length = frames.getInt();
          connection.receive(frames.slice(frames.position(), length));
          frames.position(frames.position() + length);
        }
      } finally {
        batch.release();
        handled(bytes);
      }
    }
  }
}
