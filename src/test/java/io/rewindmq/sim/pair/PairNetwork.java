// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim.pair;

import io.rewindmq.replication.PeerLink;
import io.rewindmq.testkit.SimRandom;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection between both machines: two streams of frames in order, each end of which may
 * believe in it longer than the other.
 */
final class PairNetwork {
  /** One end of a connection. */
  private final class End implements PeerLink {
    private final int machine;
    private final Deque<ByteBuffer> incoming = new ArrayDeque<>();
    private boolean isOpen = true;
    private @Nullable End other;

    End(int machine) {
      this.machine = machine;
    }

    @Override
    public void send(ByteBuffer frame) {
      End to = other;
      if (isOpen && to != null && to.isOpen && !isBroken(this)) {
        to.incoming.add(ByteBuffer.allocate(frame.remaining()).put(frame.duplicate()).flip());
      }
    }

    @Override
    public void close(String reason) {
      isOpen = false;
      End to = other;
      if (to != null && random.chance(0.8)) {
        to.isEnding = true;
      }
    }

    /** The other end has said that it is over: noticed behind what is on its way. */
    private boolean isEnding;
  }

  private final SimRandom random;
  private final PairMachine[] machines;
  private final boolean[] isCut = new boolean[2];
  private final List<End> ends = new ArrayList<>();
  private @Nullable End broken;

  PairNetwork(SimRandom random, PairMachine[] machines) {
    this.random = random;
    this.machines = machines;
  }

  private boolean isBroken(End end) {
    return end == broken || end.other == broken;
  }

  /** What goes to a machine waits, or goes on. */
  void cut(int towards, boolean cut) {
    isCut[towards] = cut;
  }

  /** The wire is torn: what is on its way may be lost, and nobody need notice. */
  void lose() {
    for (End end : ends) {
      broken = end;
      while (!end.incoming.isEmpty() && random.chance(0.5)) {
        end.incoming.removeLast();
      }
      if (random.chance(0.7)) {
        end.isEnding = true;
      }
    }
  }

  void dial(int from) {
    if (isCut[0] || isCut[1] || !machines[1 - from].isRunning() || !machines[from].isRunning()) {
      return;
    }
    End mine = new End(from);
    End other = new End(1 - from);
    mine.other = other;
    other.other = mine;
    ends.removeIf(end -> !end.isOpen);
    ends.add(mine);
    ends.add(other);
    machines[from].connected(mine, true);
    machines[1 - from].connected(other, false);
  }

  /** A process has ended, and with it its ends. */
  void died(int machine) {
    for (End end : ends) {
      if (end.machine == machine && end.isOpen) {
        end.close("it has died");
      }
    }
  }

  /** One thing arrives; false = nothing can. */
  boolean step() {
    int count = ends.size();
    int from = count == 0 ? 0 : random.nextInt(count);
    for (int i = 0; i < count; i++) {
      End end = ends.get((from + i) % count);
      PairMachine machine = machines[end.machine];
      if (!end.isOpen || isCut[end.machine] || !machine.isRunning()) {
        continue;
      }
      ByteBuffer frame = end.incoming.poll();
      if (frame != null) {
        machine.received(end, frame);
        return true;
      }
      if (end.isEnding) {
        end.isOpen = false;
        machine.disconnected(end);
        return true;
      }
    }
    return false;
  }
}
