// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.jms.session;

import io.rewindmq.jms.engine.PendingAcks;
import io.rewindmq.jms.link.BrokerLink;
import io.rewindmq.protocol.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Acknowledgements of one session. A session that acknowledges by itself tells the broker soon: at
 * once when its consumer's buffer is empty, else several in one frame. Nobody waits for an answer;
 * what was told is kept until the broker has said, when asked now and then, that it got so far, and
 * is told again on a new wire. Under the link's lock.
 */
final class Acknowledgements {
  private static final int ACKS_A_FRAME = 64;
  private static final int DELAY_MILLIS = 5;

  /** When to ask how far the broker got. */
  private static final int ASK_MILLIS = 500;

  private static final int UNCONFIRMED_FRAMES_MAX = 512;

  private final BrokerLink link;
  private final int channel;
  private final boolean bySession;
  private final PendingAcks pending = new PendingAcks();
  private boolean timerSet;

  /** Told on this wire or an older one, the oldest first; not known whether it arrived. */
  private final List<PendingAcks.Batch> unconfirmed = new ArrayList<>();

  private boolean isAskPlanned;

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
        unconfirmed.add(batch);
        append(batch);
      }
      if (unconfirmed.size() >= UNCONFIRMED_FRAMES_MAX) {
        ask();
      } else if (!isAskPlanned) {
        isAskPlanned = true;
        link.timer().schedule(this::askNow, ASK_MILLIS);
      }
    }
  }

  private void append(PendingAcks.Batch batch) {
    link.append(new Frame.Ack(channel, 0, batch.brokerEpoch(), batch.entries()));
  }

  private void askNow() {
    link.lock().lock();
    try {
      isAskPlanned = false;
      ask();
    } finally {
      link.lock().unlock();
    }
    link.flush();
  }

  /** An acknowledgement of nothing: its answer says that those before it have arrived. */
  private void ask() {
    int asked = unconfirmed.size();
    if (asked > 0 && link.isConnected()) {
      long last = unconfirmed.get(asked - 1).brokerEpoch();
      var unused =
          link.start(
              request -> new Frame.Ack(channel, request, last, List.of()),
              reply -> unconfirmed.subList(0, Math.min(asked, unconfirmed.size())).clear());
      while (unconfirmed.size() > 2 * UNCONFIRMED_FRAMES_MAX) {
        unconfirmed.remove(0); // the broker is slow to answer; these arrived long ago
      }
    }
  }

  /** Tells again what may have been lost with the old wire. */
  void resume() {
    unconfirmed.forEach(this::append);
    flush();
  }
}
