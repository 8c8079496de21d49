// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.replication.agreement.Member;
import io.rewindmq.replication.agreement.PairAgreement;
import io.rewindmq.replication.agreement.PairOptions;
import io.rewindmq.replication.agreement.Sync;
import io.rewindmq.replication.wire.PeerCodec;
import io.rewindmq.replication.wire.PeerFrame;
import io.rewindmq.replication.wire.Refusal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A primary's side of one connection: it looks at who comes, feeds him, and hears what he has.
 *
 * <p>At most a window of bytes is on its way. Nothing is sent before the beginning of the reign is
 * on the own device.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Feeding {
  private final PairOptions options;
  private final FeedOptions feed;
  private final PairAgreement agreement;
  private final ReplicaLog log;
  private final PeerLink link;
  private final long epoch;

  /** End of the reign's beginning. */
  private final long openAt;

  private @Nullable Member backup;
  private boolean isAttached;
  private long next;
  private long received;
  private long synced;

  Feeding(
      PairOptions options,
      FeedOptions feed,
      PairAgreement agreement,
      ReplicaLog log,
      PeerLink link,
      long epoch,
      long openAt) {
    this.options = options;
    this.feed = feed;
    this.agreement = agreement;
    this.log = log;
    this.link = link;
    this.epoch = epoch;
    this.openAt = openAt;
  }

  /** What the backup has on its device; -1 = there is none. */
  long synced() {
    return isAttached ? synced : -1;
  }

  /**
   * Somebody introduces himself.
   *
   * @param left up to where something may have left this broker
   * @return whether he is welcome; if not, he was told why
   */
  boolean hello(PeerFrame.Hello hello, long left) {
    long common =
        EpochLine.common(log.epochs(), log.start(), log.end(), hello.epochs(), hello.end());
    Refusal refusal = refusal(hello, common);
    if (refusal != null) {
      send(new PeerFrame.Refused(refusal, agreement.knownEpoch(), text(refusal)));
      return false;
    }
    backup = new Member(hello.name(), hello.store());
    send(new PeerFrame.Welcome(PeerCodec.VERSION, epoch, log.origin(), common, left));
    return true;
  }

  private @Nullable Refusal refusal(PeerFrame.Hello hello, long common) {
    if (hello.versionMin() > PeerCodec.VERSION || hello.versionMax() < PeerCodec.VERSION) {
      return Refusal.VERSION;
    }
    if (!hello.pair().equals(feed.pair()) || !hello.name().equals(options.peer())) {
      return Refusal.STRANGER;
    }
    boolean isAlike =
        hello.leaseMillis() == options.leaseNanos() / 1_000_000
            && hello.acknowledgesSynced() == (options.acknowledge() == Sync.SYNCED)
            && hello.segmentBytes() == feed.segmentBytes();
    if (!isAlike) {
      return Refusal.OPTIONS;
    }
    if (hello.origin() != 0 && hello.origin() != log.origin()) {
      return Refusal.OTHER_ORIGIN;
    }
    return common < log.start() ? Refusal.TOO_FAR_BEHIND : null;
  }

  private static String text(Refusal refusal) {
    return switch (refusal) {
      case NOT_PRIMARY -> "not primary";
      case VERSION -> "expected version " + PeerCodec.VERSION + " of the protocol";
      case STRANGER -> "expected the other broker of this pair; look at both names";
      case OPTIONS -> "expected the same lease, acknowledgement and segment size; set them alike";
      case TOO_FAR_BEHIND -> "the journal does not reach back so far; a copy is needed";
      case OTHER_ORIGIN ->
          "the journal there never belonged to this pair; empty its folder if it is not needed";
    };
  }

  /** He has cut his journal and is ready. */
  void attached(PeerFrame.Attached attached, long now) {
    Member member = backup;
    if (member != null && attached.epoch() == epoch) {
      isAttached = true;
      next = attached.position();
      received = attached.position();
      synced = attached.synced();
      agreement.attached(member, counted(), now);
      pump(now);
    }
  }

  void acknowledged(PeerFrame.Ack ack, long now) {
    if (isAttached && ack.epoch() == epoch) {
      received = Math.max(received, ack.received());
      synced = Math.max(synced, ack.synced());
      boolean isClose = log.end() - counted() <= feed.closeBytes();
      agreement.acknowledged(epoch, ack.sentAt(), counted(), isClose, now);
      pump(now);
    }
  }

  private long counted() {
    return options.acknowledge() == Sync.SYNCED ? synced : received;
  }

  /** Sends what the backup lacks, as far as the window allows. */
  void pump(long now) {
    if (!isAttached || agreement.role() != PairAgreement.Role.PRIMARY || log.forced() < openAt) {
      return;
    }
    while (next - received < feed.windowBytes()) {
      ByteBuffer batch = log.batchFrom(next);
      if (batch == null) {
        return;
      }
      next = log.endOf(batch);
      send(new PeerFrame.Batch(epoch, now, batch));
    }
  }

  /** A sign of life, which asks for one. */
  void beat(long now) {
    if (isAttached) {
      send(new PeerFrame.Beat(epoch, now, log.start(), log.end()));
    }
  }

  private void send(PeerFrame frame) {
    link.send(PeerCodec.encode(frame));
  }
}
