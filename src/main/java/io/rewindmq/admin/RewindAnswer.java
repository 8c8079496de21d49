// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.shard.RewindReport;
import java.util.List;

/**
 * What a rewind did.
 *
 * @param group as it was asked for
 * @param epoch the group's epoch from now on
 * @param from committed offset before, one for each partition in order
 * @param to committed offset after, one for each partition in order
 * @param messagesToReplay how many more messages are to be delivered than before; 0 when it went
 *     forward
 * @param operationId also in the journal, and on the replayed messages
 */
record RewindAnswer(
    String group,
    int groupId,
    int epoch,
    List<Long> from,
    List<Long> to,
    long messagesToReplay,
    String operationId) {
  RewindAnswer {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }

  static RewindAnswer of(String group, RewindReport report) {
    return new RewindAnswer(
        group,
        report.groupId(),
        report.epoch(),
        report.moves().stream().map(RewindReport.Move::from).toList(),
        report.moves().stream().map(RewindReport.Move::to).toList(),
        Math.max(0, report.backlogAfter() - report.backlogBefore()),
        report.operation().toString());
  }
}
