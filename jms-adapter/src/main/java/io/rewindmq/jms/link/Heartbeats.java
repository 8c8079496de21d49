// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.link;

import io.rewindmq.jms.transport.Wire;
import io.rewindmq.jms.transport.WorkerThread;
import io.rewindmq.protocol.Frame;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Signs of life of one link: one is sent every half interval, and a broker that was silent for two
 * intervals counts as lost. Looking and writing have a thread each, because a write to a dead peer
 * may block.
 */
final class Heartbeats {
  private final BrokerLink link;
  private final WorkerThread writer = new WorkerThread("rewindmq-heartbeat");

  Heartbeats(BrokerLink link) {
    this.link = link;
  }

  /** Begins; ends with the link. */
  void begin() {
    link.timer().schedule(this::beat, link.heartbeatMillis() / 2);
  }

  private void beat() {
    int interval;
    Wire current;
    boolean ended;
    link.lock().lock();
    try {
      interval = link.heartbeatMillis();
      current = link.wire();
      ended = link.isEnded();
    } finally {
      link.lock().unlock();
    }
    if (ended) {
      writer.close();
      return;
    }
    look(current, interval);
    link.timer().schedule(this::beat, interval / 2);
  }

  private void look(@Nullable Wire current, int intervalMillis) {
    if (current == null) {
      return;
    }
    if (current.silenceNanos() > TimeUnit.MILLISECONDS.toNanos(2L * intervalMillis)) {
      current.breakOff(new IOException("the broker was silent for two heartbeats"));
    } else {
      writer.execute(
          () -> {
            current.append(new Frame.Heartbeat());
            current.flush();
          });
    }
  }
}
