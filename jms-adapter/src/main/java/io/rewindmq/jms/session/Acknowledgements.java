// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.engine.PendingAcks;
import io.rewindmq.protocol.Frame;

/**
 * Acknowledgements of one session that the broker has not been told of. A session that acknowledges
 * by itself tells soon: at once when its consumer's buffer is empty, else several in one frame.
 * Under the link's lock.
 */
final class Acknowledgements {
  private static final int ACKS_A_FRAME = 64;
  private static final int DELAY_MILLIS = 5;

  private final BrokerLink link;
  private final int channel;
  private final boolean bySession;
  private final PendingAcks pending = new PendingAcks();
  private boolean timerSet;

  /**
   * Those of one session.
   *
   * @param bySession the session acknowledges by itself (AUTO and DUPS_OK)
   */
  Acknowledgements(BrokerLink link, int channel, boolean bySession) {
    this.link = link;
    this.channel = channel;
    this.bySession = bySession;
  }

  PendingAcks pending() {
    return pending;
  }

  /**
   * Tells the broker now or within a few milliseconds.
   *
   * @param moreWaits the application will get another message at once
   */
  void flushSoon(boolean moreWaits) {
    if (!bySession) {
      return;
    }
    if (!moreWaits || pending.size() >= ACKS_A_FRAME) {
      flush();
    } else if (!timerSet) {
      timerSet = true;
      link.timer().schedule(this::flushNow, DELAY_MILLIS);
    }
  }

  private void flushNow() {
    link.lock().lock();
    try {
      timerSet = false;
      flush();
    } finally {
      link.lock().unlock();
    }
    link.flush();
  }

  /** Appends what a session that acknowledges by itself has not told yet. */
  void flush() {
    if (bySession && !pending.isEmpty() && link.isConnected()) {
      for (PendingAcks.Batch batch : pending.takeAll()) {
        link.append(new Frame.Ack(channel, 0, batch.brokerEpoch(), batch.entries()));
      }
    }
  }
}
