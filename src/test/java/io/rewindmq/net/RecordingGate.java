// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.rewindmq.broker.ClientConnection;
import io.rewindmq.broker.ConnectionGate;
import io.rewindmq.broker.Outbox;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.platform.thread.ThreadRole;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A broker that writes down what it gets; for one connection at a time. */
final class RecordingGate implements ConnectionGate, ClientConnection {
  final List<byte[]> frames = new CopyOnWriteArrayList<>();
  final List<String> losses = new CopyOnWriteArrayList<>();
  final AtomicInteger drained = new AtomicInteger();
  volatile @Nullable Outbox outbox;
  volatile @Nullable PeerAddress peer;

  @Override
  public ClientConnection open(Outbox newOutbox, PeerAddress newPeer) {
    ThreadRole.SHARD_LOOP.assertCurrent();
    outbox = newOutbox;
    peer = newPeer;
    return this;
  }

  @Override
  public void receive(ByteBuffer frame) {
    ThreadRole.SHARD_LOOP.assertCurrent();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    frames.add(bytes);
  }

  @Override
  public void outboxDrained() {
    drained.incrementAndGet();
  }

  @Override
  public void lost(String reason) {
    losses.add(reason);
  }
}
