// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

import io.rewindmq.testkit.SimRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The connection between both brokers: each direction in order, each with an end of its own, so
 * that one may believe in it while the other does not.
 */
final class ModelLink {
  /** What brokers say to each other. Entries are told by their epochs and numbers. */
  sealed interface Message {
    record Hello(long knownEpoch, Member member, List<ModelEntry> log) implements Message {}

    record Refused(long knownEpoch) implements Message {}

    record Welcome(long epoch, int common, int released) implements Message {}

    record Attached(long epoch, Member member, int position) implements Message {}

    record Batch(long epoch, long sentAt, int at, List<ModelEntry> entries) implements Message {}

    record Ack(long epoch, long sentAt, int position, int synced) implements Message {}

    record LookAtRow() implements Message {}
  }

  private final SimRandom random;
  private final ModelBroker[] ends;
  private final List<Deque<Message>> queues = new ArrayList<>();
  private final boolean[] believes = new boolean[2];
  private final boolean[] isCut = new boolean[2];

  /** It ends for those who believe in it still once they hear nothing for long. */
  private boolean isBroken = true;

  ModelLink(SimRandom random, ModelBroker[] ends) {
    this.random = random;
    this.ends = ends;
    queues.add(new ArrayDeque<>());
    queues.add(new ArrayDeque<>());
  }

  /** What goes to one end waits, or goes on. */
  void cut(int towards, boolean cut) {
    isCut[towards] = cut;
  }

  boolean isOpen(int end) {
    return believes[end];
  }

  /** A new connection; what was on its way in the old one is gone. */
  boolean connect() {
    if (isCut[0] || isCut[1] || !ends[0].isAlive() || !ends[1].isAlive()) {
      return false;
    }
    for (int end = 0; end < 2; end++) {
      queues.get(end).clear();
      if (believes[end]) {
        believes[end] = false;
        ends[end].disconnected();
      }
    }
    believes[0] = true;
    believes[1] = true;
    isBroken = false;
    return true;
  }

  /** It breaks; each end may notice at once, or never. */
  void lose() {
    isBroken = true;
    for (int end = 0; end < 2; end++) {
      while (!queues.get(end).isEmpty() && random.chance(0.5)) {
        queues.get(end).removeLast();
      }
      if (believes[end] && random.chance(0.7)) {
        believes[end] = false;
        ends[end].disconnected();
      }
    }
  }

  /** A process has ended: the other end is told, unless that is lost too. */
  void died(int end) {
    isBroken = true;
    believes[end] = false;
    queues.get(end).clear();
    int other = 1 - end;
    if (believes[other] && random.chance(0.8)) {
      believes[other] = false;
      ends[other].disconnected();
    }
  }

  void send(int from, Message message) {
    if (believes[from] && !isBroken) {
      queues.get(1 - from).add(message);
    }
  }

  /** One message arrives; false = none can. */
  boolean step() {
    int first = random.nextInt(2);
    for (int i = 0; i < 2; i++) {
      int end = (first + i) % 2;
      if (!isCut[end] && believes[end] && ends[end].isRunning() && !queues.get(end).isEmpty()) {
        ends[end].received(queues.get(end).remove());
        return true;
      }
    }
    return false;
  }
}
