// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.broker.message.MessageGateway;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.SettingsChange;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.shard.RewindReport;
import io.rewindmq.shard.RewindTarget;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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

  /** The destination of that kind and name. */
  CompletionStage<Optional<DestinationSummary>> destination(DestinationKind kind, String name);

  /**
   * Creates a queue or topic. One that is there already will do if it has the same partitions and
   * settings; else the stage fails with {@link AdminException.Reason#EXISTS}.
   *
   * @param said settings of its own; it follows the broker's defaults in the others
   */
  CompletionStage<DestinationCreated> createDestination(
      DestinationKind kind, String name, int partitions, SettingsChange said);

  /** Changes a queue's or topic's settings, for what is in it too. */
  CompletionStage<DestinationSummary> changeDestination(
      DestinationKind kind, String name, SettingsChange change);

  /**
   * Deletes a queue or topic with its messages, its history and its subscriptions. Fails with
   * {@link AdminException.Reason#FORBIDDEN} while consumers are connected.
   *
   * @param evenInUse then consumers end, and their applications are told
   */
  CompletionStage<@Nullable Void> deleteDestination(
      DestinationKind kind, String name, boolean evenInUse);

  /** What may be done with messages. */
  MessageGateway messages();

  /**
   * Whether messages are confirmed at present: completes once the journal's device has forced
   * something after the question. Fails when sends are refused for want of room; while the device
   * does not answer, it does neither. Not counted among the open questions: ask one at a time.
   */
  CompletionStage<@Nullable Void> confirms();
}
