// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.flow;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.shard.DestinationView;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The sends of one session that wait for room, and the commits that must not overtake them. What
 * comes after a waiting send waits too, so that the order stays.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class HeldSends {
  /** Whose sends they are. */
  public interface Session {
    /** Whether a send to the destination has to wait now. */
    boolean mustWait(DestinationView destination);

    void take(Frame.Send send, DestinationView destination);

    void refuse(Frame.Send send, ErrorCode code, String text);
  }

  /** A send with bytes of its own, or something to be done in its turn. */
  private record Held(
      Frame.@Nullable Send send,
      @Nullable DestinationView destination,
      long deadlineNanos,
      Runnable action) {}

  private final HoldingArea area;
  private final Session session;
  private final Queue<Held> queue = new ArrayDeque<>(0);

  HeldSends(HoldingArea area, Session session) {
    this.area = area;
    this.session = session;
  }

  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Takes a send at once if it need not wait for room or for others, else later. */
  public void send(Frame.Send frame, DestinationView destination) {
    if (queue.isEmpty() && !session.mustWait(destination)) {
      session.take(frame, destination);
      return;
    }
    if (!area.take(frame.elements().remaining())) {
      session.refuse(
          frame,
          ErrorCode.LIMIT_REACHED,
          name(destination) + " is full, and too many other sends wait for room already");
      return;
    }
    ByteBuffer elements = ByteBuffer.allocate(frame.elements().remaining());
    elements.put(frame.elements().duplicate()).flip();
    Frame.Send kept =
        new Frame.Send(
            frame.channel(),
            frame.handle(),
            frame.transaction(),
            frame.firstSequence(),
            frame.count(),
            elements);
    queue.add(new Held(kept, destination, area.deadlineNanos(), () -> {}));
    area.add(this);
  }

  /** Does something after the sends that wait; at once if there are none. */
  public void afterwards(Runnable action) {
    if (queue.isEmpty()) {
      action.run();
    } else {
      queue.add(new Held(null, null, 0, action));
    }
  }

  /** Takes what has room by now, refuses what has waited too long. */
  void goOn() {
    for (Held first = queue.peek(); first != null && !mustWait(first); first = queue.peek()) {
      queue.remove();
      carryOut(first);
    }
    if (queue.isEmpty()) {
      area.remove(this);
    }
  }

  private boolean mustWait(Held held) {
    return held.destination() != null
        && session.mustWait(held.destination())
        && !area.hasPassed(held.deadlineNanos());
  }

  private void carryOut(Held held) {
    Frame.Send send = held.send();
    DestinationView destination = held.destination();
    if (send == null || destination == null) {
      held.action().run();
      return;
    }
    area.give(send.elements().remaining());
    if (session.mustWait(destination)) {
      session.refuse(
          send, ErrorCode.LIMIT_REACHED, name(destination) + " has been full for too long");
    } else {
      session.take(send, destination);
    }
  }

  /** Refuses the sends that wait; the actions are carried out. */
  public void refuseAll(ErrorCode code, String text) {
    area.remove(this);
    for (Held held = queue.poll(); held != null; held = queue.poll()) {
      Frame.Send send = held.send();
      if (send == null) {
        held.action().run();
      } else {
        area.give(send.elements().remaining());
        session.refuse(send, code, text);
      }
    }
  }

  private static String name(DestinationView destination) {
    return (destination.spec().kind().isQueue() ? "queue " : "topic ") + destination.spec().name();
  }
}
