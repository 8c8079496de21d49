// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.platform.thread.AnyThread;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What administrators may do with messages of a running broker.
 *
 * <p><b>Threads.</b> Call from any thread; nothing waits. Stages complete on {@code SHARD_LOOP}:
 * hand over and return. <b>Bound.</b> Each question looks at a bounded number of messages, in steps
 * between the turns of clients. <b>Failure.</b> Stages fail with {@code AdminException} only.
 */
@AnyThread
public interface MessageGateway {
  /** What is pending in a group, in the order consumers get it; what is not due yet comes last. */
  CompletionStage<MessagePage> pending(int groupId, PageQuery query);

  /** What a destination keeps, settled or not, in the order of partitions and offsets. */
  CompletionStage<MessagePage> history(
      DestinationKind kind, String name, HistoryPlace from, PageQuery query);

  /**
   * One message that a destination keeps; empty = it keeps none there.
   *
   * @param bodyBytesMax so much of the body is read, at most
   */
  CompletionStage<Optional<StoredMessage>> message(
      DestinationKind kind, String name, int partition, long offset, int bodyBytesMax);

  /**
   * Looks for a message by its id, from a place on.
   *
   * @param from {@link HistoryPlace#NEWEST} = among the newest ones
   */
  CompletionStage<MessageSearch> search(
      DestinationKind kind, String name, String messageId, HistoryPlace from, int bodyBytesMax);

  /** Sends a message; completes once it is durable. */
  CompletionStage<SentMessage> send(DestinationKind kind, String name, OutgoingMessage message);

  /** Counts what is pending in a dead-letter queue by where it comes from and why. */
  CompletionStage<DeadLetterCauses> causes(int groupId);

  /**
   * Begins to move, copy, delete or re-drive messages. Completes when that has begun; of a dry run,
   * when it has ended, or after some seconds when it has not.
   */
  CompletionStage<OperationView> begin(BulkCommand command);

  /** Operations under way and those that have ended lately, the newest first. */
  CompletionStage<List<OperationView>> operations();

  CompletionStage<Optional<OperationView>> operation(String id);

  /** Ends an operation before its next step; without an effect when it has ended. */
  CompletionStage<Optional<OperationView>> cancel(String id);
}
