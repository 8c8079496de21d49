// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.sim;

import io.rewindmq.broker.ClientConnection;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.protocol.Frame;
import io.rewindmq.protocol.FrameCodec;
import io.rewindmq.sim.shadow.WireTap;
import io.rewindmq.testkit.SimRandom;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One connection: two streams of frames, each in order, each with an end of its own. The simulator
 * says when the next thing of a stream arrives.
 */
final class SimConnection {
  /** The client's end. */
  interface Client {
    void receive(Frame frame);

    /** The connection is gone. */
    void disconnected();
  }

  private final SimBroker broker;
  private final Client client;
  private final SimDefect defect;
  private final SimOutbox outbox;
  private final PeerAddress peer;
  private final Deque<ByteBuffer> toBroker = new ArrayDeque<>();
  private final Deque<Frame> toClient = new ArrayDeque<>();
  private @Nullable ClientConnection brokerEnd;
  private boolean isOpenSent;
  private boolean isEndSent;
  private boolean isToBrokerEnded;
  private boolean isToClientEnded;
  private boolean hasBrokerHeardEnd;
  private boolean hasClientHeardEnd;
  private boolean isDrainAwaited;

  SimConnection(SimBroker broker, Client client, WireTap tap, String name, SimDefect defect) {
    this.defect = defect;
    this.broker = broker;
    this.client = client;
    this.outbox = new SimOutbox(this, tap, defect.said());
    this.peer = new PeerAddress(name, true);
  }

  /** The client says something; it may never arrive. */
  void send(Frame frame) {
    if (!isToBrokerEnded) {
      toBroker.add(FrameCodec.encode(frame));
    }
  }

  /** What the broker has written last will not grow any more. */
  void completeFrame() {
    outbox.completeLast();
  }

  /** The client drops the connection. */
  void drop() {
    isToBrokerEnded = true;
    hasClientHeardEnd = true;
    toClient.clear();
  }

  /** The network fails: of what is on its way in either direction, only the front arrives. */
  void cut(SimRandom random) {
    loseEnd(toBroker, random);
    loseEnd(toClient, random);
    isToBrokerEnded = true;
    isToClientEnded = true;
  }

  /** The broker's machine is gone. */
  void brokerDied(SimRandom random) {
    toBroker.clear();
    outbox.discard();
    loseEnd(toClient, random);
    isToBrokerEnded = true;
    isToClientEnded = true;
    isOpenSent = true;
    hasBrokerHeardEnd = true;
  }

  private static void loseEnd(Deque<?> stream, SimRandom random) {
    for (int left = random.nextInt(stream.size() + 1); stream.size() > left; ) {
      stream.removeLast();
    }
  }

  void toClient(Frame frame) {
    if (!isToClientEnded && !hasClientHeardEnd) {
      toClient.add(frame);
    }
  }

  void closedByBroker() {
    isToClientEnded = true;
  }

  int unsentFrames() {
    return toClient.size();
  }

  /** The broker wants to hear when there is room again; false. */
  boolean awaitDrain() {
    isDrainAwaited = true;
    return false;
  }

  /** Neither end has anything to hear any more. */
  boolean isOver() {
    return hasBrokerHeardEnd && hasClientHeardEnd;
  }

  /** The next thing arrives at the broker; false = there is none, or the broker takes none now. */
  boolean arriveAtBroker() {
    if (isEndSent || hasBrokerHeardEnd) {
      return false;
    }
    if (!isOpenSent) {
      isOpenSent = broker.offer(() -> brokerEnd = broker.gate().open(outbox, peer));
      return isOpenSent;
    }
    ByteBuffer frame = toBroker.peek();
    if (frame != null) {
      boolean isTaken = broker.offer(() -> receive(frame));
      if (isTaken) {
        toBroker.remove();
      }
      return isTaken;
    }
    if (isToBrokerEnded) {
      isEndSent = broker.offer(this::lost);
      return isEndSent;
    }
    return false;
  }

  private void lost() {
    hasBrokerHeardEnd = true;
    brokerEnd().lost("the network");
  }

  private void receive(ByteBuffer frame) {
    ByteBuffer bytes =
        frame.slice(FrameCodec.LENGTH_BYTES, frame.limit() - FrameCodec.LENGTH_BYTES);
    Frame told = FrameCodec.decode(bytes);
    outbox.tap().received(told);
    ByteBuffer heard = FrameCodec.encode(defect.heard().apply(told));
    brokerEnd().receive(heard.position(FrameCodec.LENGTH_BYTES).slice());
  }

  private ClientConnection brokerEnd() {
    ClientConnection opened = brokerEnd;
    if (opened == null) {
      throw new AssertionError("the connection was not opened");
    }
    return opened;
  }

  /** The next thing arrives at the client; false = there is none. */
  boolean arriveAtClient() {
    if (hasClientHeardEnd) {
      return false;
    }
    Frame frame = toClient.poll();
    if (frame != null) {
      client.receive(frame);
      drained();
      return true;
    }
    if (isToClientEnded) {
      hasClientHeardEnd = true;
      isToBrokerEnded = true;
      client.disconnected();
      return true;
    }
    return false;
  }

  private void drained() {
    if (isDrainAwaited && toClient.isEmpty() && !hasBrokerHeardEnd) {
      isDrainAwaited = !broker.offer(() -> brokerEnd().outboxDrained());
    }
  }
}
