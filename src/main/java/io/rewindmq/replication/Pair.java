// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.platform.fault.DiskFullException;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.replication.agreement.Member;
import io.rewindmq.replication.agreement.PairAgreement;
import io.rewindmq.replication.agreement.PairEngine;
import io.rewindmq.replication.agreement.PairOptions;
import io.rewindmq.replication.agreement.PairRows;
import io.rewindmq.replication.agreement.RowAnswer;
import io.rewindmq.replication.agreement.Sync;
import io.rewindmq.replication.wire.PeerCodec;
import io.rewindmq.replication.wire.PeerFrame;
import io.rewindmq.replication.wire.PeerProtocolException;
import io.rewindmq.replication.wire.Refusal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One broker of a pair: joins the agreement, the connection to the other broker and this broker's
 * journal.
 *
 * <p>It has one connection at a time; a new one takes the place of the old. Who is not primary
 * connects. <b>Time</b> is given with each call: of a monotonic clock, in nanoseconds.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class Pair {
  private static final int BEATS_A_LEASE = 8;

  private final PairOptions options;
  private final FeedOptions feed;
  private final Member self;
  private final ReplicaLog log;
  private final PeerDialer dialer;
  private final PairAgreement agreement;
  private @Nullable PeerLink link;
  private @Nullable Feeding feeding;
  private @Nullable Following following;
  private long heardAt;
  private long beatAt;
  private long dialedAt;

  /** Of this broker's own reign. */
  private long epoch;

  private long openAt = Long.MAX_VALUE;
  private long limit;

  /**
   * A broker that has recovered its journal.
   *
   * @param self with the number of the data folder
   */
  public Pair(
      PairOptions options,
      FeedOptions feed,
      Member self,
      ReplicaLog log,
      PairRows rows,
      PeerDialer dialer,
      long now) {
    this.options = options;
    this.feed = feed;
    this.self = self;
    this.log = log;
    this.dialer = dialer;
    long last = log.epochs().isEmpty() ? 0 : log.epochs().getLast().epoch();
    this.agreement = new PairAgreement(options, self, last, rows, new Engine(), now);
    this.heardAt = now;
    this.beatAt = now;
    this.dialedAt = now;
  }

  public PairAgreement agreement() {
    return agreement;
  }

  /**
   * Whether something may leave this broker now: it is primary under a lease, and all that earlier
   * reigns may have said is as safe as it has to be. To be asked at the last moment.
   */
  public boolean mayServe(long now) {
    return agreement.mayServe(now) && Math.min(limit, log.forced()) >= openAt;
  }

  /** What this broker lacks of the primary's journal, in bytes; 0 where it is primary. */
  public long lag() {
    Following present = following;
    return present == null ? 0 : present.lag();
  }

  /** What the agreement makes this broker do. */
  private final class Engine implements PairEngine {
    @Override
    public void lead(long newEpoch) {
      drop("this broker is primary now");
      limit = 0;
      epoch = newEpoch;
      openAt = log.lead(newEpoch);
    }

    @Override
    public void stepDown(String reason) {
      openAt = Long.MAX_VALUE;
      PeerLink present = link;
      if (present != null) {
        present.send(PeerCodec.encode(new PeerFrame.Look(agreement.knownEpoch())));
      }
      drop(reason);
      log.stepDown(reason);
    }

    @Override
    public boolean isSecured() {
      if (log.forced() < log.end()) {
        log.force();
        return false;
      }
      return true;
    }

    @Override
    public long limit(long position) {
      limit = position;
      return Math.max(log.limit(position), openAt);
    }
  }

  // Time and database.

  /** Time has passed; at least every sixteenth of a lease. */
  public void tick(long now) {
    agreement.tick(now);
    PeerLink present = link;
    if (present != null && now - heardAt > options.leaseNanos()) {
      drop("nothing was heard for a lease");
    }
    long pace = options.leaseNanos() / BEATS_A_LEASE;
    Feeding fed = feeding;
    if (fed != null && now - beatAt >= pace) {
      beatAt = now;
      fed.beat(now);
    }
    if (link == null && mayDial() && now - dialedAt >= pace) {
      dialedAt = now;
      dialer.dial();
    }
  }

  private boolean mayDial() {
    return agreement.role() == PairAgreement.Role.STARTING
        || agreement.role() == PairAgreement.Role.BACKUP;
  }

  /** The database has answered. */
  public void answered(RowAnswer answer, long now) {
    agreement.answered(answer, now);
  }

  /** The journal has written or forced more. */
  public void progressed(long now) {
    Feeding fed = feeding;
    if (fed != null) {
      fed.pump(now);
    }
    Following present = following;
    if (present != null) {
      present.acknowledge(now);
    }
  }

  /** The disk has failed: this broker takes no part any more. */
  public void failed() {
    agreement.failed();
    openAt = Long.MAX_VALUE;
    drop("the disk has failed");
  }

  /**
   * Makes the backup primary, once it has everything on its device. Before, nothing new may be
   * taken; from now on nothing leaves this broker.
   *
   * @return false = not now
   */
  public boolean handOver(long now) {
    Feeding fed = feeding;
    return fed != null
        && log.forced() == log.end()
        && fed.synced() == log.end()
        && agreement.handOver(now);
  }

  // The connection.

  /**
   * There is a connection.
   *
   * @param isDialer this broker has made it
   */
  public void connected(PeerLink made, boolean isDialer, long now) {
    drop("there is a new connection");
    link = made;
    heardAt = now;
    if (isDialer) {
      following = new Following(agreement, log, made);
      made.send(PeerCodec.encode(hello()));
    }
  }

  private PeerFrame.Hello hello() {
    return new PeerFrame.Hello(
        PeerCodec.VERSION,
        PeerCodec.VERSION,
        feed.pair(),
        self.name(),
        self.store(),
        log.origin(),
        agreement.knownEpoch(),
        (int) (options.leaseNanos() / 1_000_000),
        options.acknowledge() == Sync.SYNCED,
        feed.segmentBytes(),
        log.end(),
        log.epochs());
  }

  /** A connection is gone. */
  public void disconnected(PeerLink gone) {
    if (gone == link) {
      forget();
    }
  }

  private void drop(String reason) {
    PeerLink present = link;
    if (present != null) {
      forget();
      present.close(reason);
    }
  }

  private void forget() {
    link = null;
    following = null;
    if (feeding != null) {
      feeding = null;
      agreement.detached();
    }
  }

  /**
   * A frame has come.
   *
   * @param frame whole, its length field included
   */
  public void received(PeerLink from, ByteBuffer frame, long now) {
    if (from != link) {
      return; // of a connection that was replaced
    }
    heardAt = now;
    try {
      if (!isUnderstood(from, PeerCodec.decode(frame), now) && from == link) {
        drop("it is over");
      }
    } catch (PeerProtocolException | CorruptDataException | DiskFullException e) {
      drop(String.valueOf(e.getMessage()));
    }
  }

  /** Acts on a frame; returns whether the connection goes on. */
  private boolean isUnderstood(PeerLink from, PeerFrame frame, long now) {
    return switch (frame) {
      case PeerFrame.Hello hello -> introduced(from, hello, now);
      case PeerFrame.Attached attached -> {
        Feeding fed = requireFeeding();
        fed.attached(attached, now);
        yield true;
      }
      case PeerFrame.Ack ack -> {
        requireFeeding().acknowledged(ack, now);
        yield true;
      }
      case PeerFrame.Welcome welcome -> {
        agreement.peerKnows(welcome.epoch(), now);
        yield requireFollowing().welcome(welcome, now);
      }
      case PeerFrame.Batch batch ->
          requireFollowing().take(batch, options.acknowledge() == Sync.RECEIVED, now);
      case PeerFrame.Beat beat -> requireFollowing().beat(beat, now);
      case PeerFrame.Refused refused -> {
        agreement.peerKnows(refused.knownEpoch(), now);
        yield false;
      }
      case PeerFrame.Look look -> {
        agreement.peerKnows(look.knownEpoch(), now);
        agreement.lookSoon(now);
        yield false;
      }
    };
  }

  private boolean introduced(PeerLink from, PeerFrame.Hello hello, long now) {
    if (hello.pair().equals(feed.pair()) && hello.name().equals(options.peer())) {
      agreement.peerKnows(hello.knownEpoch(), now);
    }
    if (from != link) {
      return false; // what it knows has ended this reign, and the connection
    }
    if (agreement.role() != PairAgreement.Role.PRIMARY) {
      String text = self.name() + " is no primary";
      from.send(
          PeerCodec.encode(
              new PeerFrame.Refused(Refusal.NOT_PRIMARY, agreement.knownEpoch(), text)));
      return false;
    }
    Feeding begun = new Feeding(options, feed, agreement, log, from, epoch, openAt);
    feeding = begun;
    return begun.hello(hello, Math.max(openAt, log.limit(limit)));
  }

  private Feeding requireFeeding() {
    Feeding present = feeding;
    if (present == null) {
      throw new PeerProtocolException("expected HELLO first");
    }
    return present;
  }

  private Following requireFollowing() {
    Following present = following;
    if (present == null) {
      throw new PeerProtocolException("this broker has not asked to follow");
    }
    return present;
  }
}
