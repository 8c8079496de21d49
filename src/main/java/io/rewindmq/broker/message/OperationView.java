// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import io.rewindmq.shard.move.BulkProgress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation as it is now.
 *
 * @param group whose messages it is about
 * @param source the group's destination
 * @param begunMillis since 1970
 * @param endedMillis 0 = it is under way
 * @param found the first messages it was about, in a dry run the first and the last
 */
public record OperationView(
    String id,
    BulkCommand command,
    String group,
    BulkCommand.Target source,
    long begunMillis,
    long endedMillis,
    BulkProgress progress,
    Samples found) {
  /**
   * Some of the messages.
   *
   * @param last null = none
   */
  public record Samples(List<StoredMessage> first, @Nullable StoredMessage last) {
    public Samples {
      first = List.copyOf(first);
    }
  }
}
