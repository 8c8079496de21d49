// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one broker of a pair whether it serves. A pure machine: it is told what happens and
 * what time it is, and asks its ports; equal inputs give equal outputs.
 *
 * <p><b>What always holds</b> (docs/replication.md says why):
 *
 * <ol>
 *   <li>Each epoch belongs to one broker, the one whose compare-and-set made it.
 *   <li>What leaves a primary under an epoch is on its own device, and either the backup has
 *       acknowledged it under this epoch, or the row says that nobody is in sync.
 *   <li>A backup takes over only where the row says that it has everything, and after all its
 *       promises have run out. From its wish to take over until that is resolved, it acknowledges
 *       nothing.
 *   <li>A primary serves only under a lease, which ends before the promise it rests on.
 * </ol>
 *
 * <p><b>Time</b> is that of a monotonic clock, in nanoseconds; it may be another broker's by ten
 * percent. Call {@link #tick} at least every {@link PairOptions#retryNanos()}.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class PairAgreement {
  /** What a broker is at present. */
  public enum Role {
    /** It does not know yet. */
    STARTING,
    /** It follows, or would if it could. */
    BACKUP,
    /** It has wished to be primary, and does not know yet whether it is. */
    TAKING_OVER,
    PRIMARY,
    /** It serves no more, and has wished the backup to be primary. */
    HANDING_OVER,
    /** Its disk has failed: it takes no part any more. */
    FAILED
  }

  private final PairOptions options;
  private final Member self;
  private final PairEngine engine;
  private final RowDialogue row;
  private final long startedAt;
  private Role role = Role.STARTING;
  private @Nullable Reign reign;
  private long knownEpoch;
  private long ledEpoch;
  private long renewedAt;
  private long promiseEnd;
  private boolean isPeerHeard;
  private boolean isComplete;
  private boolean isForced;

  /**
   * A broker that has just started.
   *
   * @param self this broker, with the number of its data folder
   * @param journalEpoch the highest one in its journal; 0 = none
   * @param now of the monotonic clock
   */
  public PairAgreement(
      PairOptions options,
      Member self,
      long journalEpoch,
      PairRows rows,
      PairEngine engine,
      long now) {
    this.options = options;
    this.self = self;
    this.knownEpoch = journalEpoch;
    this.engine = engine;
    this.row = new RowDialogue(rows, options.retryNanos(), now);
    this.startedAt = now;
    this.renewedAt = now;
    this.promiseEnd = now + options.promiseNanos(); // of the life before
  }

  public Role role() {
    return role;
  }

  /** The pair's row as last seen; null = not seen yet. */
  public @Nullable PairRow row() {
    return row.known();
  }

  /** The highest epoch this broker has heard of. */
  public long knownEpoch() {
    return knownEpoch;
  }

  /**
   * Whether this broker may let something out now. To be asked at the last moment before it leaves,
   * so that a pause in between does not count.
   */
  public boolean mayServe(long now) {
    Reign present = reign;
    return role == Role.PRIMARY && present != null && present.isHeld(now, isSurelyAlone());
  }

  /** The row says that nobody is in sync, and no wish is under way that would change that. */
  private boolean isSurelyAlone() {
    PairRow known = row.known();
    return known != null && known.sync() == Sync.NONE && !row.mayBecomeSynced();
  }

  /** For people: what this broker knows. */
  public String describe() {
    return self.name()
        + " is "
        + role
        + ", knows of epoch "
        + knownEpoch
        + " and of "
        + row.known();
  }

  // What happens.

  /** Time has passed. */
  public void tick(long now) {
    if (!row.isFree(now) || role == Role.FAILED) {
      return;
    }
    if (row.isReadDue()) {
      row.read();
      return;
    }
    switch (role) {
      case STARTING -> start(now);
      case BACKUP -> follow(now);
      case TAKING_OVER -> row.ask(takeover(), now);
      case PRIMARY -> reign(now, requireReign());
      case HANDING_OVER -> row.ask(handOverWish(), now);
      case FAILED -> {}
    }
  }

  /** The database has answered. */
  public void answered(RowAnswer answer, long now) {
    PairRow before = row.known();
    Long madeAt = row.answered(answer, now);
    PairRow known = row.known();
    if (known != null && !known.equals(before)) {
      if (madeAt != null) {
        cameTrue(known, madeAt, now);
      } else {
        changed(known, now);
      }
    } else if (answer instanceof RowAnswer.NotDone && !row.isUnresolved()) {
      takeBack();
    }
    if (role == Role.PRIMARY && knownEpoch > requireReign().epoch() && !row.isReadDue()) {
      depose("the other broker knows of epoch " + knownEpoch);
    }
    tick(now);
  }

  /** A wish has come to nothing for certain. */
  private void takeBack() {
    if (role == Role.TAKING_OVER) {
      role = Role.BACKUP;
    } else if (role == Role.HANDING_OVER) {
      role = Role.PRIMARY;
    }
  }

  /** The row is as this broker wished. */
  private void cameTrue(PairRow known, long madeAt, long now) {
    if (role == Role.HANDING_OVER) {
      if (known.primary().equals(self)) {
        role = Role.PRIMARY; // a wish from before
      } else {
        knownEpoch = Math.max(knownEpoch, known.epoch());
        depose("it has handed over to " + known.primary().name());
        return;
      }
    }
    if (role == Role.PRIMARY) {
      requireReign().rowChanged(known, madeAt + options.leaseNanos());
      renewedAt = madeAt;
    } else if (role != Role.FAILED) {
      lead(known, madeAt, now);
    }
  }

  /** The row has changed, and not as this broker wished. */
  private void changed(PairRow known, long now) {
    boolean isForgotten = known.epoch() < knownEpoch;
    switch (role) {
      case TAKING_OVER -> role = Role.BACKUP;
      case PRIMARY, HANDING_OVER -> {
        Reign present = requireReign();
        if (known.epoch() == present.epoch() && known.primary().equals(self)) {
          role = Role.PRIMARY;
          present.rowChanged(known, now);
        } else if (known.epoch() > present.epoch()) {
          knownEpoch = Math.max(knownEpoch, known.epoch());
          depose(known.primary().name() + " is primary in epoch " + known.epoch());
        } else {
          role = Role.PRIMARY; // the database has forgotten this reign
        }
      }
      case STARTING, BACKUP, FAILED -> {}
    }
    if (!isForgotten && known.primary().name().equals(options.peer())) {
      knownEpoch = Math.max(knownEpoch, known.epoch());
    }
  }

  private void lead(PairRow known, long madeAt, long now) {
    role = Role.PRIMARY;
    isForced = false;
    knownEpoch = Math.max(knownEpoch, known.epoch());
    ledEpoch = known.epoch();
    Reign begun = new Reign(known.epoch(), engine, now);
    reign = begun;
    renewedAt = madeAt;
    engine.lead(known.epoch());
    begun.rowChanged(known, madeAt + options.leaseNanos());
  }

  private void depose(String reason) {
    reign = null;
    role = Role.BACKUP;
    row.readSoon();
    engine.stepDown(reason);
  }

  private Reign requireReign() {
    return Objects.requireNonNull(reign, "a primary without a reign");
  }

  // A broker that starts.

  private void start(long now) {
    PairRow known = row.known();
    if (known == null) {
      if (row.wasRead() && options.mayBegin()) {
        row.ask(PairRow.first(nextEpoch(0), self), now);
      } else if (now - row.readAt() >= options.rowNanos() || !row.wasRead()) {
        row.read();
      }
    } else if (known.epoch() < knownEpoch) {
      startAgainstOlderRow(known, now);
    } else if (!known.primary().equals(self)) {
      role = Role.BACKUP;
      tick(now);
    } else if (isPeerHeard || now - startedAt >= options.leaseNanos()) {
      row.ask(known.again(nextEpoch(known.epoch()), self), now);
    }
  }

  /** The database has forgotten a reign. If it was the last one, and this broker's, it goes on. */
  private void startAgainstOlderRow(PairRow known, long now) {
    if (!options.isOwn(knownEpoch)) {
      role = Role.BACKUP;
      tick(now);
    } else if (now - promiseEnd >= 0) {
      row.ask(known.takenOver(nextEpoch(known.epoch()), self), now);
    }
  }

  private long nextEpoch(long rowEpoch) {
    return options.epochAfter(Math.max(rowEpoch, knownEpoch), self.name());
  }

  // A backup.

  private void follow(long now) {
    PairRow known = row.known();
    if (known != null && isMine(known)) {
      boolean wasGiven = known.sync() != Sync.NONE;
      if (wasGiven || now - promiseEnd >= 0) {
        lead(known, row.seenAt() - options.leaseNanos(), now);
      }
      return;
    }
    boolean isDue =
        known != null && now - promiseEnd >= 0 && (isEligible(known) || isForcedNow(now));
    if (isDue && engine.isSecured()) {
      role = Role.TAKING_OVER;
      row.ask(takeover(), now);
    } else if (now - row.readAt() >= options.rowNanos()) {
      row.read();
    }
  }

  /** This broker is primary by a wish whose answer it never heard, or was made so by the other. */
  private boolean isMine(PairRow known) {
    return known.primary().equals(self)
        && known.epoch() >= knownEpoch
        && known.epoch() > ledEpoch
        && options.isOwn(known.epoch());
  }

  private boolean isEligible(PairRow known) {
    return self.equals(known.backup())
        && known.epoch() >= knownEpoch
        && (known.sync() == Sync.SYNCED || isComplete);
  }

  private boolean isForcedNow(long now) {
    return isForced && now - row.seenAt() >= options.promiseNanos();
  }

  private PairRow takeover() {
    PairRow known = Objects.requireNonNull(row.known());
    return known.takenOver(nextEpoch(known.epoch()), self);
  }

  /**
   * Whether this broker follows a primary of that epoch: takes its batches and acknowledges them.
   * To be asked for each frame, and again before each acknowledgement.
   */
  public boolean mayFollow(long epoch) {
    PairRow known = row.known();
    if (role != Role.BACKUP
        || epoch < knownEpoch
        || options.isOwn(epoch)
        || (known != null && isMine(known))) {
      return false;
    }
    knownEpoch = epoch;
    isForced = false; // there is a primary after all
    return true;
  }

  /** An acknowledgement goes out: this broker does not take over for a while. */
  public void promise(long now) {
    long end = now + options.promiseNanos();
    promiseEnd = end - promiseEnd > 0 ? end : promiseEnd;
  }

  /** In this life, this broker has got everything that had left the primary when it came. */
  public void complete() {
    isComplete = true;
  }

  /**
   * Takes over though this broker may lack what was confirmed: an operator wants it so. It still
   * waits until every lease has run out.
   */
  public void promoteByForce() {
    isForced = true;
  }

  // A primary.

  private void reign(long now, Reign present) {
    PairRow known = Objects.requireNonNull(row.known());
    if (known.epoch() != present.epoch()) {
      row.ask(reasserted(known, present), now);
      return;
    }
    boolean isHeard = !present.isSilent(now, options.silenceNanos());
    if (known.sync() != Sync.NONE) {
      boolean isOther = present.isFollowed() && !present.isFollowedBy(known.backup());
      boolean isIncomplete = present.hasLost() && known.sync() == Sync.SYNCED;
      if (!isHeard || isOther || isIncomplete || row.isUnresolved()) {
        row.ask(known.alone(), now);
      } else if (now - row.readAt() >= options.leaseNanos()) {
        row.read(); // it does not need the database now, but notices when that has forgotten
      }
      return;
    }
    // While the row may say already that the backup is in sync, nothing goes on without it.
    Member joining = isHeard || !row.mayBecomeSynced() ? present.join(isHeard) : null;
    if (joining != null) {
      row.ask(known.inSync(joining, options.acknowledge()), now);
    } else if (row.isUnresolved() || now - renewedAt >= options.rowNanos()) {
      row.ask(known.renewed(), now);
    }
  }

  /** The database has forgotten this reign; nobody else has begun one since. */
  private PairRow reasserted(PairRow known, Reign present) {
    return known.takenOver(present.epoch(), self);
  }

  private PairRow handOverWish() {
    PairRow known = Objects.requireNonNull(row.known());
    return known.handedOver(
        options.epochAfter(Math.max(known.epoch(), knownEpoch), options.peer()));
  }

  /**
   * Makes the backup primary. Before, nothing may be under way: the backup must have everything
   * that is in the journal on its device. From now on this broker does not serve.
   *
   * @return false = not now: nobody is in sync, or a change of the row is under way
   */
  public boolean handOver(long now) {
    PairRow known = row.known();
    Reign present = reign;
    if (role != Role.PRIMARY
        || known == null
        || present == null
        || known.sync() == Sync.NONE
        || known.epoch() != present.epoch()
        || !present.isFollowedBy(known.backup())
        || row.isUnresolved()
        || row.isReadDue()
        || !row.isFree(now)) {
      return false;
    }
    role = Role.HANDING_OVER;
    row.ask(handOverWish(), now);
    return true;
  }

  /**
   * A backup follows from now on.
   *
   * @param position exclusive: up to here it has what the primary has
   */
  public void attached(Member backup, long position, long now) {
    Reign present = reign;
    if (present != null) {
      present.attached(backup, position, now);
      tick(now);
    }
  }

  /**
   * The backup has acknowledged.
   *
   * @param sentAt this broker's time at which the frame was sent that is acknowledged
   * @param position exclusive: it has everything below
   * @param isClose it lacks so little that it can be waited for
   */
  public void acknowledged(long epoch, long sentAt, long position, boolean isClose, long now) {
    Reign present = reign;
    if (present != null && epoch == present.epoch()) {
      present.acknowledged(position, isClose, now, sentAt + options.leaseNanos());
      tick(now);
    }
  }

  /** The backup's connection is gone. */
  public void detached() {
    Reign present = reign;
    if (present != null) {
      present.detached();
    }
  }

  // Either.

  /** The row may have changed: it is read soon. */
  public void lookSoon(long now) {
    row.readSoon();
    tick(now);
  }

  /** The other broker has said which epoch it knows. */
  public void peerKnows(long epoch, long now) {
    isPeerHeard = true;
    if (epoch > knownEpoch) {
      knownEpoch = epoch;
      Reign present = reign;
      if (present != null) {
        present.doubt(now);
        row.readSoon();
      }
      tick(now);
    }
  }

  /** The disk has failed: this broker must be started again. */
  public void failed() {
    role = Role.FAILED;
    reign = null;
  }
}
