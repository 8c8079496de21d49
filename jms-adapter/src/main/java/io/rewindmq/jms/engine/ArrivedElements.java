// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.ElementCursor;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Elements of one consumer that arrived and were not taken yet, one after the other. Frames are
 * kept as they came and walked when an element is wanted. Not safe for use by several threads.
 */
final class ArrivedElements {
  private record Batch(Frame.Deliver frame, long brokerEpoch, long firstArrival) {}

  private final Deque<Batch> batches = new ArrayDeque<>();
  private final ElementCursor cursor = new ElementCursor();
  private final MessageView view = new MessageView();
  private @Nullable Batch batch;
  private ByteBuffer runs = ByteBuffer.allocate(0);
  private @Nullable RunHeader run;
  private int takenOfRun;
  private int takenBytesOfRun;
  private boolean isLookedAt;
  private long arrived;
  private long nextArrival;
  private int waiting;

  /** Adds what a frame brought; of a malformed one nothing. */
  void add(Frame.Deliver frame, long brokerEpoch) {
    int count = countOf(frame);
    batches.add(new Batch(frame, brokerEpoch, arrived + 1));
    arrived += count;
    waiting += count;
  }

  /** Counts elements that are not wanted. */
  void skip(Frame.Deliver frame) {
    arrived += countOf(frame);
  }

  private static int countOf(Frame.Deliver frame) {
    ByteBuffer in = frame.runs().duplicate();
    int count = 0;
    for (int i = 0; i < frame.runCount(); i++) {
      RunHeader header = RunHeader.read(in);
      in.position(in.position() + header.bytes());
      count += header.count();
    }
    return count;
  }

  /** Elements that wait. */
  int size() {
    return waiting;
  }

  /** Every element that came since the consumer was opened, the skipped ones too. */
  long arrived() {
    return arrived;
  }

  /**
   * Looks at the next element.
   *
   * @return false = there is none
   * @throws MalformedMessageException nobody can tell where it ends; {@link #takeRun} passes it
   */
  boolean look() {
    if (isLookedAt || waiting == 0) {
      return isLookedAt;
    }
    while (run == null || takenOfRun == run.count()) {
      advance();
    }
    if (!cursor.next()) {
      throw new MalformedMessageException("a run has fewer messages than it says: " + run);
    }
    view.at(cursor.message());
    isLookedAt = true;
    return true;
  }

  private void advance() {
    if (!runs.hasRemaining()) {
      Batch next = batches.remove();
      batch = next;
      runs = next.frame().runs().duplicate();
      nextArrival = next.firstArrival();
    }
    RunHeader header = RunHeader.read(runs);
    cursor.over(runs.slice(runs.position(), header.bytes()));
    runs.position(runs.position() + header.bytes());
    run = header;
    takenOfRun = 0;
    takenBytesOfRun = 0;
  }

  /** The message that was looked at; before {@link #verify}, only its flags can be trusted. */
  MessageView view() {
    return view;
  }

  /** Takes the element that was looked at, damaged or not, so that those behind it stay theirs. */
  Delivery take() {
    Batch from = Objects.requireNonNull(batch);
    RunHeader of = Objects.requireNonNull(run);
    long offset = of.baseOffset() + takenOfRun;
    Delivery taken =
        new Delivery(
            from.brokerEpoch(),
            from.frame().groupEpoch(),
            from.frame().partition(),
            offset,
            offset,
            of.deliveryCount(),
            of.flags(),
            nextArrival,
            cursor.elementBytes(),
            cursor.message());
    pass(1, cursor.elementBytes());
    return taken;
  }

  /**
   * Checks the element that was taken last.
   *
   * @throws MalformedMessageException it is damaged
   */
  void verify() {
    cursor.verify();
  }

  /** Elements of the run whose next one can't be told, as it says. */
  int leftOfRun() {
    return Objects.requireNonNull(run).count() - takenOfRun;
  }

  /** The same in bytes. */
  int bytesLeftOfRun() {
    return Objects.requireNonNull(run).bytes() - takenBytesOfRun;
  }

  /** Passes what is left of a run. */
  void takeRun() {
    pass(leftOfRun(), bytesLeftOfRun());
  }

  private void pass(int elements, int bytes) {
    takenOfRun += elements;
    takenBytesOfRun += bytes;
    nextArrival += elements;
    waiting -= elements;
    isLookedAt = false;
  }

  /** Forgets what is waiting; arrivals stay counted. */
  void clear() {
    batches.clear();
    batch = null;
    runs = ByteBuffer.allocate(0);
    run = null;
    takenOfRun = 0;
    takenBytesOfRun = 0;
    isLookedAt = false;
    waiting = 0;
  }

  /** Begins anew, as for a consumer opened again. */
  void restart() {
    clear();
    arrived = 0;
    nextArrival = 0;
  }
}
