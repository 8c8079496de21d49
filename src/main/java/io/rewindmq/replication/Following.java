// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.replication.agreement.PairAgreement;
import io.rewindmq.replication.wire.PeerCodec;
import io.rewindmq.replication.wire.PeerFrame;

/**
 * A backup's side of one connection: it cuts its journal to what the primary has, takes batches and
 * acknowledges them.
 *
 * <p>Each acknowledgement is a promise, and none goes out once this broker may be more than a
 * backup.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Following {
  private final PairAgreement agreement;
  private final ReplicaLog log;
  private final PeerLink link;
  private long epoch = -1;

  /** What this broker must have to be complete. */
  private long completeAt;

  private long heardSentAt;
  private boolean hasHeard;
  private long primaryEnd;

  Following(PairAgreement agreement, ReplicaLog log, PeerLink link) {
    this.agreement = agreement;
    this.log = log;
    this.link = link;
  }

  /** Whether a primary feeds this broker. */
  boolean isAttached() {
    return epoch >= 0;
  }

  /** What this broker lacks, in bytes, as far as it knows. */
  long lag() {
    return Math.max(0, primaryEnd - log.end());
  }

  /** The primary takes this broker for its backup. Returns whether it follows. */
  boolean welcome(PeerFrame.Welcome welcome, long now) {
    boolean isOwn = log.origin() == 0 || log.origin() == welcome.origin();
    if (welcome.version() != PeerCodec.VERSION || !isOwn || !agreement.mayFollow(welcome.epoch())) {
      return false;
    }
    if (log.origin() == 0) {
      log.adopt(welcome.origin());
    }
    if (log.end() > welcome.common()) {
      log.truncateTo(welcome.common());
    }
    epoch = welcome.epoch();
    completeAt = welcome.left();
    noteComplete();
    send(new PeerFrame.Attached(epoch, log.end(), log.forced()));
    return true;
  }

  private void noteComplete() {
    if (log.end() >= completeAt) {
      agreement.complete();
    }
  }

  /** Takes a batch. Returns whether this broker still follows. */
  boolean take(PeerFrame.Batch frame, boolean acknowledgesReceived, long now) {
    if (!follows(frame.epoch())) {
      return false;
    }
    log.follow(frame.batch());
    hear(frame.sentAt());
    primaryEnd = Math.max(primaryEnd, log.end());
    noteComplete();
    log.force();
    if (acknowledgesReceived) {
      acknowledge(now);
    }
    return true;
  }

  /** The primary lives. Returns whether this broker still follows. */
  boolean beat(PeerFrame.Beat frame, long now) {
    if (!follows(frame.epoch())) {
      return false;
    }
    hear(frame.sentAt());
    primaryEnd = frame.end();
    acknowledge(now);
    return true;
  }

  private boolean follows(long frameEpoch) {
    return isAttached() && frameEpoch == epoch && agreement.mayFollow(frameEpoch);
  }

  private void hear(long sentAt) {
    heardSentAt = sentAt;
    hasHeard = true;
  }

  /** Says what there is, and promises with it. */
  void acknowledge(long now) {
    if (hasHeard && isAttached() && agreement.mayFollow(epoch)) {
      agreement.promise(now);
      send(new PeerFrame.Ack(epoch, heardSentAt, log.end(), log.forced()));
    }
  }

  private void send(PeerFrame frame) {
    link.send(PeerCodec.encode(frame));
  }
}
