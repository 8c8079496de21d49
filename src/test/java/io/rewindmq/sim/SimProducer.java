// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.protocol.Frame;
import io.rewindmq.sim.shadow.SimMessage;
import io.rewindmq.testkit.SimRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The sending side of a simulated client's session: sequences, what is unanswered, transactions.
 */
final class SimProducer {
  private static final int BATCH_MAX = 4;

  /** Small ones fill batches, large ones segments. */
  private static final List<Integer> BODY_BYTES_MAX = List.of(50, 500, 5000);

  /** A message on its way, with the number of its destination. */
  private record Sent(SimMessage message, int destination) {}

  private final long connectionId;
  private final boolean isTransacted;
  private final SimRandom random;
  private final int bodyBytesMax;
  private final TreeMap<Long, Sent> unanswered = new TreeMap<>();
  private long number;
  private long nextSequence = 1;
  private long transaction;
  private boolean isTransactionOpen;
  private boolean isTransactionSpoilt;
  private long inDoubt;

  SimProducer(long connectionId, boolean isTransacted, SimRandom random) {
    this.connectionId = connectionId;
    this.isTransacted = isTransacted;
    this.random = random;
    this.bodyBytesMax = BODY_BYTES_MAX.get(random.nextInt(BODY_BYTES_MAX.size()));
    this.number = 1;
  }

  /** The session's name as a producer. */
  long number() {
    return number;
  }

  boolean isTransacted() {
    return isTransacted;
  }

  /** Messages without an answer; none of a lost transaction. */
  int unanswered() {
    return unanswered.size();
  }

  /** The session was closed in good order: the next one is another producer. */
  void renew() {
    number++;
    nextSequence = 1;
    unanswered.clear();
    isTransactionOpen = false;
    transaction = 0;
    inDoubt = 0;
  }

  /** New messages for one destination. */
  Frame.Send send(int channel, int destination, int handle, long now) {
    if (isTransacted && !isTransactionOpen) {
      isTransactionOpen = true;
      isTransactionSpoilt = false;
      transaction++;
    }
    List<SimMessage> messages = new ArrayList<>();
    for (int count = random.between(1, BATCH_MAX); count > 0; count--) {
      SimMessage.Origin origin = new SimMessage.Origin(connectionId, number, nextSequence++);
      SimMessage message = SimMessage.random(origin, random, now, bodyBytesMax);
      messages.add(message);
      unanswered.put(origin.sequence(), new Sent(message, destination));
    }
    return frame(channel, handle, messages);
  }

  private Frame.Send frame(int channel, int handle, List<SimMessage> messages) {
    return new Frame.Send(
        channel,
        handle,
        isTransacted ? transaction : 0,
        messages.getFirst().origin().sequence(),
        messages.size(),
        SimMessage.elements(messages));
  }

  /** What is unanswered, once more, cut into frames anew. */
  List<Frame.Send> resend(int channel, List<Integer> handles) {
    List<Frame.Send> frames = new ArrayList<>();
    List<SimMessage> batch = new ArrayList<>();
    int destination = -1;
    for (Sent sent : unanswered.values()) {
      boolean isNext =
          batch.isEmpty()
              || (sent.destination() == destination
                  && sent.message().origin().sequence() == batch.getLast().origin().sequence() + 1
                  && random.chance(0.7));
      if (!isNext) {
        frames.add(frame(channel, handles.get(destination), batch));
        batch.clear();
      }
      destination = sent.destination();
      batch.add(sent.message());
    }
    if (!batch.isEmpty()) {
      frames.add(frame(channel, handles.get(destination), batch));
    }
    return frames;
  }

  void confirmed(long first, long last) {
    unanswered.subMap(first, true, last, true).clear();
  }

  void rejected(long first, long last) {
    unanswered.subMap(first, true, last, true).clear();
    isTransactionSpoilt = true;
  }

  boolean isTransactionOpen() {
    return isTransactionOpen;
  }

  /** Whether a part of the open transaction was rejected. */
  boolean isTransactionSpoilt() {
    return isTransactionSpoilt;
  }

  /** The number of the open transaction, begun now if need be; to be committed. */
  long commit() {
    if (!isTransactionOpen) {
      transaction++;
    }
    isTransactionOpen = false;
    inDoubt = transaction;
    return transaction;
  }

  /** The number of the transaction to be rolled back; 0 = there is none. */
  long rollback() {
    long ended = isTransactionOpen ? transaction : 0;
    isTransactionOpen = false;
    unanswered.clear();
    return ended;
  }

  /** The transaction whose commit has no answer yet; 0 = none. */
  long inDoubt() {
    return inDoubt;
  }

  void certain() {
    inDoubt = 0;
  }

  /** The connection is lost, and with it an open transaction. */
  void lost() {
    if (isTransacted) {
      isTransactionOpen = false;
      unanswered.clear();
    }
  }
}
