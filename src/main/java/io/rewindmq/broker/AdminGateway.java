// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.shard.RewindReport;
import io.rewindmq.shard.RewindTarget;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What administrators may ask of a running broker.
 *
 * <p><b>Threads.</b> Call from any thread; nothing waits. Stages complete on {@code SHARD_LOOP}:
 * hand over and return. <b>Bound.</b> A number of questions may be open at once; one more fails
 * with {@link AdminException.Reason#BUSY}. <b>Failure.</b> Stages fail with {@link AdminException}
 * only; nothing was changed then, except after {@link AdminException.Reason#UNAVAILABLE}, where
 * nobody can tell.
 */
@AnyThread
public interface AdminGateway {
  /** All groups, by name. */
  CompletionStage<List<GroupSummary>> groups();

  /**
   * One group.
   *
   * @param nameOrId the name as shown, or the number if the name is not unique
   */
  CompletionStage<Optional<GroupSummary>> group(String nameOrId);

  /**
   * Moves a group's cursors. Completes once the move is durable; a request made twice moves twice.
   *
   * @param nameOrId as for {@link #group}
   */
  CompletionStage<RewindReport> rewind(String nameOrId, RewindTarget target);

  /** As {@link #rewind(String, RewindTarget)}, by number alone. */
  CompletionStage<RewindReport> rewind(int groupId, RewindTarget target);

  /** All destinations, temporary ones included, by name. */
  CompletionStage<List<DestinationSummary>> destinations();

  /** All client connections, the oldest first. */
  CompletionStage<List<ConnectionSummary>> connections();
}
