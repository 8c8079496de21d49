// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import org.jspecify.annotations.Nullable;

/**
 * What a primary knows of its own reign: until when it may serve, and what its backup has.
 *
 * <p>Two leases. The backup's: it has promised with each acknowledgement not to take over for so
 * long. The row's: whoever takes over by force waits until the row has not changed for so long.
 * While the row may say that the backup is in sync, only the backup's counts.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Reign {
  /** A backup that is attached, and what it has. */
  private record Attached(Member member, long position, boolean isClose) {}

  private final long epoch;
  private final PairEngine engine;
  private @Nullable Attached backup;
  private long heardAt;
  private long peerLeaseEnd;
  private long rowLeaseEnd;
  private boolean isLimited;

  /** While it gets the backup in sync: what the backup must have before. */
  private long joinTarget = -1;

  private boolean hasLost;

  Reign(long epoch, PairEngine engine, long now) {
    this.epoch = epoch;
    this.engine = engine;
    this.heardAt = now;
    this.peerLeaseEnd = now;
    this.rowLeaseEnd = now;
  }

  long epoch() {
    return epoch;
  }

  boolean isFollowed() {
    return backup != null;
  }

  boolean isFollowedBy(@Nullable Member member) {
    Attached present = backup;
    return present != null && present.member().equals(member);
  }

  /** The row has changed as this primary wished. */
  void rowChanged(PairRow row, long leaseEnd) {
    joinTarget = -1;
    if (row.sync() == Sync.NONE) {
      rowLeaseEnd = later(rowLeaseEnd, leaseEnd);
      hasLost = false;
      free();
    } else {
      restrict();
    }
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  /** From now on nothing leaves that the backup does not have. */
  private long restrict() {
    isLimited = true;
    Attached present = backup;
    return engine.limit(present == null ? 0 : present.position());
  }

  private void free() {
    isLimited = false;
    long _ = engine.limit(PairEngine.NO_LIMIT);
  }

  void attached(Member member, long position, long now) {
    backup = new Attached(member, position, false);
    heardAt = now;
    if (isLimited) {
      hasLost |= engine.limit(position) > position;
    }
  }

  void acknowledged(long position, boolean isClose, long now, long leaseEnd) {
    Attached present = backup;
    if (present == null) {
      return;
    }
    heardAt = now;
    peerLeaseEnd = later(peerLeaseEnd, leaseEnd);
    backup = new Attached(present.member(), Math.max(present.position(), position), isClose);
    if (isLimited) {
      long _ = engine.limit(Math.max(present.position(), position));
    }
  }

  void detached() {
    backup = null;
  }

  /** Whether the backup has not been heard for so long. */
  boolean isSilent(long now, long nanos) {
    return now - heardAt > nanos;
  }

  /** The backup came without something that it once had and that has left this broker. */
  boolean hasLost() {
    return hasLost;
  }

  /**
   * Gets a backup that is close in sync, or gives that up.
   *
   * @param isHeard it was heard a moment ago
   * @return who has everything that has left this broker; null = nobody, as yet
   */
  @Nullable Member join(boolean isHeard) {
    Attached present = backup;
    if (present == null || !isHeard) {
      if (joinTarget >= 0) {
        joinTarget = -1;
        free();
      }
      return null;
    }
    if (joinTarget < 0) {
      if (!present.isClose()) {
        return null;
      }
      joinTarget = restrict();
    }
    return present.position() >= joinTarget ? present.member() : null;
  }

  /** There may be a later reign: nothing is certain any more. */
  void doubt(long now) {
    peerLeaseEnd = now;
    rowLeaseEnd = now;
  }

  /**
   * Whether a lease holds.
   *
   * @param isAlone the row certainly does not let the backup take over
   */
  boolean isHeld(long now, boolean isAlone) {
    return peerLeaseEnd - now > 0 || (isAlone && rowLeaseEnd - now > 0);
  }
}
