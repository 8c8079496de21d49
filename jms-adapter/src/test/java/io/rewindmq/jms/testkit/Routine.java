// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.testkit;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a friendly broker gives without thinking. Handles are numbered in the order in
 * which names are first resolved, the same on every connection; temporary destinations are called
 * {@code temporary-1} and so on. Safe for use by several threads.
 */
final class Routine {
  private static final int MESSAGE_BYTES_MAX = 1 << 20;
  private static final long LARGE_MESSAGE_BYTES_MAX = 256L << 20;
  static final int FRAME_BYTES_MAX = MESSAGE_BYTES_MAX + (64 << 10);

  private static final int HEARTBEAT_MILLIS = 30_000;

  private final Set<FrameType> known = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> handles = new ConcurrentHashMap<>();
  private volatile long epoch = 1;
  private volatile int messageBytesMax = MESSAGE_BYTES_MAX;
  private volatile long largeMessageBytesMax = LARGE_MESSAGE_BYTES_MAX;

  Routine() {
    known.addAll(
        List.of(
            FrameType.HELLO,
            FrameType.HEARTBEAT,
            FrameType.GOODBYE,
            FrameType.SET_CLIENT_ID,
            FrameType.OPEN_SESSION,
            FrameType.CLOSE_SESSION,
            FrameType.RESOLVE,
            FrameType.OPEN_CONSUMER,
            FrameType.CLOSE_CONSUMER,
            FrameType.HANDED_OVER));
  }

  void byHand(FrameType... types) {
    known.removeAll(List.of(types));
  }

  void byItself(FrameType... types) {
    known.addAll(List.of(types));
  }

  void epoch(long newEpoch) {
    epoch = newEpoch;
  }

  void sizes(int newMessageBytesMax, long newLargeMessageBytesMax) {
    messageBytesMax = newMessageBytesMax;
    largeMessageBytesMax = newLargeMessageBytesMax;
  }

  boolean knows(Frame frame) {
    return known.contains(frame.type());
  }

  /** The answer to a frame, null for none. */
  @Nullable Frame answer(Frame frame) {
    if (frame instanceof Frame.Hello hello) {
      return welcome(hello);
    }
    if (frame instanceof Frame.Resolve resolve) {
      return destination(resolve);
    }
    if (frame instanceof Frame.OpenConsumer open) {
      return new Frame.ConsumerOpened(open.channel(), open.requestId(), 1, 0, 0);
    }
    if (frame instanceof Frame.Send send) {
      return new Frame.SendConfirmed(
          send.channel(), send.firstSequence(), send.firstSequence() + send.count() - 1);
    }
    int request = requestOf(frame);
    return request == 0 ? null : new Frame.Ok(frame.channel(), request);
  }

  private Frame.Welcome welcome(Frame.Hello hello) {
    return new Frame.Welcome(
        1,
        epoch,
        hello.heartbeatMillis() == 0 ? HEARTBEAT_MILLIS : hello.heartbeatMillis(),
        FRAME_BYTES_MAX,
        messageBytesMax,
        largeMessageBytesMax,
        1_790_000_000_000L,
        "scripted",
        "scripted");
  }

  private Frame.Destination destination(Frame.Resolve resolve) {
    String wanted = resolve.name();
    String name = wanted == null ? "temporary-" + (handles.size() + 1) : wanted;
    int handle = handles.computeIfAbsent(resolve.kind() + name, any -> handles.size() + 1);
    return new Frame.Destination(resolve.channel(), resolve.requestId(), handle, 1, name);
  }

  /** The request's number, 0 when the frame asks for no OK. */
  private static int requestOf(Frame frame) {
    return switch (frame.type()) {
      case GOODBYE -> ((Frame.Goodbye) frame).requestId();
      case SET_CLIENT_ID -> ((Frame.SetClientId) frame).requestId();
      case OPEN_SESSION -> ((Frame.OpenSession) frame).requestId();
      case CLOSE_SESSION -> ((Frame.CloseSession) frame).requestId();
      case DELETE_TEMPORARY -> ((Frame.DeleteTemporary) frame).requestId();
      case CLOSE_CONSUMER -> ((Frame.CloseConsumer) frame).requestId();
      case DRAIN -> ((Frame.Drain) frame).requestId();
      case ACK -> ((Frame.Ack) frame).requestId();
      case COMMIT -> ((Frame.Commit) frame).requestId();
      case ROLLBACK -> ((Frame.Rollback) frame).requestId();
      case UNSUBSCRIBE -> ((Frame.Unsubscribe) frame).requestId();
      default -> 0;
    };
  }
}
