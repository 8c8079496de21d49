// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rewindmq.broker.GroupSummary;
import io.rewindmq.shard.GroupView.CursorView;
import java.util.List;

/**
 * One group with its cursors.
 *
 * @param row in JSON its fields stand beside {@code partitions}
 */
record GroupDetail(@JsonUnwrapped GroupRow row, List<Cursor> partitions) {
  GroupDetail {
    partitions = List.copyOf(partitions);
  }

  static GroupDetail of(GroupSummary summary) {
    return new GroupDetail(
        GroupRow.of(summary), summary.group().cursors().stream().map(Cursor::of).toList());
  }

  /**
   * A cursor.
   *
   * @param committedOffset exclusive: everything below is settled
   * @param logStartOffset the lowest that is kept
   * @param logEndOffset exclusive
   * @param settledAbove how many offsets at or above the committed one are settled
   */
  record Cursor(
      int partition,
      long committedOffset,
      long logStartOffset,
      long logEndOffset,
      long settledAbove,
      long backlog,
      long inFlight) {
    static Cursor of(CursorView view) {
      return new Cursor(
          view.partition(),
          view.committed(),
          view.logStart(),
          view.logEnd(),
          view.settledAbove(),
          view.backlog(),
          view.inFlight());
    }
  }
}
