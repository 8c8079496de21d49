// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import java.util.List;

/**
 * A group as it was when asked for.
 *
 * @param id never used again after the group is deleted
 * @param epoch raised by each rewind, from 1
 * @param consumers how many are open
 * @param cursors one for each partition, in order
 */
public record GroupView(
    int id, GroupSpec spec, int epoch, int consumers, List<CursorView> cursors) {
  public GroupView {
    cursors = List.copyOf(cursors);
  }

  /** Messages that are not settled, those in flight included. */
  public long backlog() {
    return cursors.stream().mapToLong(CursorView::backlog).sum();
  }

  /** Messages delivered to consumers and not settled. */
  public long inFlight() {
    return cursors.stream().mapToLong(CursorView::inFlight).sum();
  }

  /**
   * A cursor as it was when asked for.
   *
   * @param committed exclusive: everything below is settled
   * @param settledAbove how many offsets above it are settled
   * @param backlog how many are not settled
   * @param logStart lowest offset of the partition that is still kept
   * @param logEnd exclusive
   */
  public record CursorView(
      int partition,
      long committed,
      long settledAbove,
      long backlog,
      long inFlight,
      long logStart,
      long logEnd) {}
}
