// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.AdminGateway;
import io.rewindmq.broker.DestinationCreated;
import io.rewindmq.broker.DestinationSummary;
import io.rewindmq.broker.GroupSummary;
import io.rewindmq.broker.LoopRequests;
import io.rewindmq.broker.definition.DestinationAdministration;
import io.rewindmq.broker.message.MessageGateway;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.SettingsChange;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.shard.Completion;
import io.rewindmq.shard.RewindReport;
import io.rewindmq.shard.RewindTarget;
import io.rewindmq.shard.Shard;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Administrators' requests, carried out on the shard's loop. */
@AnyThread // requests go through the loop's inbox
final class ShardAdminGateway implements AdminGateway {
  private final Broker broker;
  private final LoopRequests requests;
  private final GroupLookup groups;
  private final DestinationAdministration destinations;
  private final MessageGateway messages;

  ShardAdminGateway(Broker broker, LoopRequests requests) {
    this.broker = broker;
    this.requests = requests;
    this.groups = new GroupLookup(shard());
    this.destinations = new DestinationAdministration(shard(), broker.services().definitions());
    this.messages = broker.services().messages(requests);
  }

  @Override
  public CompletionStage<List<GroupSummary>> groups() {
    return requests.ask(
        answer -> {
          answer.complete(groups.all());
        });
  }

  @Override
  public CompletionStage<Optional<GroupSummary>> group(String nameOrId) {
    return requests.ask(answer -> answer.complete(groups.find(nameOrId)));
  }

  @Override
  public CompletionStage<RewindReport> rewind(String nameOrId, RewindTarget target) {
    return requests.command(
        done -> {
          GroupSummary found = groups.existing(nameOrId);
          shard()
              .rewind(
                  found.group().id(),
                  target,
                  broker.services().definitions().operations().next(),
                  done);
        });
  }

  @Override
  public CompletionStage<RewindReport> rewind(int groupId, RewindTarget target) {
    return requests.command(
        done ->
            shard()
                .rewind(
                    groupId, target, broker.services().definitions().operations().next(), done));
  }

  @Override
  public CompletionStage<List<DestinationSummary>> destinations() {
    return requests.ask(answer -> answer.complete(destinations.all()));
  }

  @Override
  public CompletionStage<Optional<DestinationSummary>> destination(
      DestinationKind kind, String name) {
    return requests.ask(answer -> answer.complete(destinations.find(kind, name)));
  }

  @Override
  public CompletionStage<DestinationCreated> createDestination(
      DestinationKind kind, String name, int partitions, SettingsChange said) {
    return requests.command(done -> destinations.create(kind, name, partitions, said, done));
  }

  @Override
  public CompletionStage<DestinationSummary> changeDestination(
      DestinationKind kind, String name, SettingsChange change) {
    return requests.command(done -> destinations.change(kind, name, change, done));
  }

  @Override
  public CompletionStage<@Nullable Void> deleteDestination(
      DestinationKind kind, String name, boolean evenInUse) {
    return requests.order(
        (Completion<@Nullable Void> done) -> destinations.delete(kind, name, evenInUse, done));
  }

  @Override
  public MessageGateway messages() {
    return messages;
  }

  @Override
  public CompletionStage<@Nullable Void> confirms() {
    return requests.orderAhead(broker.services().ports().loop(), shard()::probe);
  }

  private Shard shard() {
    return broker.services().shard();
  }
}
