// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.LoopRequests;
import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.broker.message.DeadLetterCauses;
import io.rewindmq.broker.message.HistoryPlace;
import io.rewindmq.broker.message.MessageGateway;
import io.rewindmq.broker.message.MessagePage;
import io.rewindmq.broker.message.MessageSearch;
import io.rewindmq.broker.message.OperationView;
import io.rewindmq.broker.message.OutgoingMessage;
import io.rewindmq.broker.message.PageQuery;
import io.rewindmq.broker.message.SentMessage;
import io.rewindmq.broker.message.StoredMessage;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.platform.thread.AnyThread;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Administrators' questions about messages, and orders, carried out on the shard's loop. */
@AnyThread // requests go through the loop's inbox
final class ShardMessageGateway implements MessageGateway {
  private final LoopRequests requests;
  private final MessageQuestions questions;
  private final OperationDesk desk;
  private final MessageSender sender;

  ShardMessageGateway(
      LoopRequests requests, MessageQuestions questions, OperationDesk desk, MessageSender sender) {
    this.requests = requests;
    this.questions = questions;
    this.desk = desk;
    this.sender = sender;
  }

  @Override
  public CompletionStage<MessagePage> pending(int groupId, PageQuery query) {
    return requests.ask(answer -> questions.pending(groupId, query, answer));
  }

  @Override
  public CompletionStage<MessagePage> history(
      DestinationKind kind, String name, HistoryPlace from, PageQuery query) {
    return requests.ask(answer -> questions.history(kind, name, from, query, answer));
  }

  @Override
  public CompletionStage<Optional<StoredMessage>> message(
      DestinationKind kind, String name, int partition, long offset, int bodyBytesMax) {
    return requests
        .<MessageSearch>ask(
            answer -> questions.at(kind, name, partition, offset, bodyBytesMax, answer))
        .thenApply(MessageSearch::message);
  }

  @Override
  public CompletionStage<MessageSearch> search(
      DestinationKind kind, String name, String messageId, HistoryPlace from, int bodyBytesMax) {
    return requests.ask(
        answer -> questions.search(kind, name, messageId, from, bodyBytesMax, answer));
  }

  @Override
  public CompletionStage<SentMessage> send(
      DestinationKind kind, String name, OutgoingMessage message) {
    return requests.command(done -> sender.send(kind, name, message, done));
  }

  @Override
  public CompletionStage<DeadLetterCauses> causes(int groupId) {
    return requests.ask(answer -> questions.causes(groupId, answer));
  }

  @Override
  public CompletionStage<OperationView> begin(BulkCommand command) {
    return requests.ask(answer -> desk.begin(command, answer));
  }

  @Override
  public CompletionStage<List<OperationView>> operations() {
    return requests.ask(answer -> answer.complete(desk.all()));
  }

  @Override
  public CompletionStage<Optional<OperationView>> operation(String id) {
    return requests.ask(answer -> answer.complete(desk.find(id)));
  }

  @Override
  public CompletionStage<Optional<OperationView>> cancel(String id) {
    return requests.ask(answer -> answer.complete(desk.cancel(id)));
  }
}
