// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

import org.jspecify.annotations.Nullable;

/**
 * What a pair has agreed on: its row in the database. Changed only by compare-and-set on the whole
 * row; every change raises the revision.
 *
 * @param revision raised by one with every change
 * @param epoch number of the reign; odd ones belong to the member whose name comes first, so that
 *     both never use the same, whatever a database forgets
 * @param primary who reigns
 * @param backup who has everything that was confirmed; null exactly if {@code sync} is {@link
 *     Sync#NONE}
 * @param sync how surely it has that
 */
public record PairRow(
    long revision, long epoch, Member primary, @Nullable Member backup, Sync sync) {
  public PairRow {
    if ((backup == null) != (sync == Sync.NONE)) {
      throw new IllegalArgumentException("backup " + backup + " does not go with sync " + sync);
    }
  }

  /** The first row of a pair. */
  static PairRow first(long epoch, Member primary) {
    return new PairRow(1, epoch, primary, null, Sync.NONE);
  }

  /** The same once more: the primary's lease begins anew. */
  PairRow renewed() {
    return new PairRow(revision + 1, epoch, primary, backup, sync);
  }

  /** From now on the primary may confirm alone. */
  PairRow alone() {
    return new PairRow(revision + 1, epoch, primary, null, Sync.NONE);
  }

  /** From now on the backup may take over. */
  PairRow inSync(Member with, Sync how) {
    return new PairRow(revision + 1, epoch, primary, with, how);
  }

  /** The primary was started again: who is in sync stays so. */
  PairRow again(long newEpoch, Member restarted) {
    return new PairRow(revision + 1, newEpoch, restarted, backup, sync);
  }

  /** The backup has taken over. */
  PairRow takenOver(long newEpoch, Member by) {
    return new PairRow(revision + 1, newEpoch, by, null, Sync.NONE);
  }

  /** The primary hands over to its backup, which has everything, and is the backup itself then. */
  PairRow handedOver(long newEpoch) {
    return new PairRow(
        revision + 1, newEpoch, /* primary= */ requireBackup(), /* backup= */ primary, sync);
  }

  private Member requireBackup() {
    Member present = backup;
    if (present == null) {
      throw new IllegalStateException("nobody is in sync");
    }
    return present;
  }
}
