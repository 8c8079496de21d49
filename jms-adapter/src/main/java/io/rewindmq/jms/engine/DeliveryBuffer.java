// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.engine;

import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.message.ElementCursor;
import io.rewindmq.protocol.message.MalformedMessageException;
import io.rewindmq.protocol.message.RunHeader;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one consumer that arrived and were not taken yet. Frames are kept as they came and
 * walked when a message is wanted. Not safe for use by several threads.
 */
public final class DeliveryBuffer {
  private record Batch(Frame.Deliver frame, long brokerEpoch, long firstArrival) {}

  private final Deque<Batch> batches = new ArrayDeque<>();
  private final ElementCursor cursor = new ElementCursor();
  private @Nullable Batch batch;
  private ByteBuffer runs = ByteBuffer.allocate(0);
  private @Nullable RunHeader run;
  private int takenOfRun;
  private long arrived;
  private long nextArrival;
  private int waiting;

  /**
   * Adds what a frame brought.
   *
   * @param brokerEpoch epoch of the broker that sent it
   */
  public void add(Frame.Deliver frame, long brokerEpoch) {
    batches.add(new Batch(frame, brokerEpoch, arrived + 1));
    int count = countOf(frame);
    arrived += count;
    waiting += count;
  }

  /** Counts messages that are not wanted, as during a rollback: they did arrive. */
  public void skip(Frame.Deliver frame) {
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

  /** Messages that can be taken. */
  public int size() {
    return waiting;
  }

  public boolean isEmpty() {
    return waiting == 0;
  }

  /** Every message that came since the consumer was opened, the skipped ones too. */
  public long arrived() {
    return arrived;
  }

  /**
   * Takes the next message, or null.
   *
   * @throws io.rewindmq.protocol.message.MalformedMessageException its bytes are damaged; it is
   *     taken all the same, with the rest of its run if its length is wrong, and the next call
   *     gives the one behind it
   */
  public @Nullable Delivery poll() {
    if (waiting == 0) {
      return null;
    }
    while (!hasElement()) {
      advance();
    }
    Batch from = Objects.requireNonNull(batch);
    RunHeader of = Objects.requireNonNull(run);
    long offset = of.baseOffset() + takenOfRun;
    long arrival = nextArrival;
    takenOfRun++;
    nextArrival++;
    waiting--;
    cursor
        .verify(); // last: a damaged message is counted, so that those behind it stay what they are
    return new Delivery(
        from.brokerEpoch(),
        from.frame().groupEpoch(),
        from.frame().partition(),
        offset,
        of.deliveryCount(),
        of.flags(),
        arrival,
        cursor.elementBytes(),
        cursor.message());
  }

  private boolean hasElement() {
    RunHeader of = run;
    if (of == null || takenOfRun == of.count()) {
      return false;
    }
    try {
      if (cursor.next()) {
        return true;
      }
      throw new MalformedMessageException("a run has fewer messages than it says: " + of);
    } catch (MalformedMessageException e) {
      int rest = of.count() - takenOfRun; // nobody can tell where the next one begins
      takenOfRun += rest;
      nextArrival += rest;
      waiting -= rest;
      throw e;
    }
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
  }

  /** Forgets what is waiting; arrivals stay counted. */
  public void clear() {
    batches.clear();
    batch = null;
    runs = ByteBuffer.allocate(0);
    run = null;
    takenOfRun = 0;
    waiting = 0;
  }

  /** Begins anew, as for a consumer opened again. */
  public void restart() {
    clear();
    arrived = 0;
    nextArrival = 0;
  }
}
