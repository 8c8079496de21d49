// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.dispatch.Transfers;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.ShardState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The queues for dead letters and expired messages: made when the first one comes. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class LastResorts implements Transfers.Queues {
  private final ShardOptions options;
  private final ShardState state;
  private final EventLog log;
  private Consumer<DestinationView> whenMade = made -> {};

  LastResorts(ShardOptions options, ShardState state, EventLog log) {
    this.options = options;
    this.state = state;
    this.log = log;
  }

  void whenMade(Consumer<DestinationView> listener) {
    whenMade = listener;
  }

  @Override
  public @Nullable DestinationState queue(String name) {
    DestinationState existing = state.destination(DestinationKind.QUEUE, name);
    if (existing != null) {
      return existing;
    }
    if (state.destinations().size() >= options.objectsMax() || !log.hasRoomForEssential()) {
      return null;
    }
    int id = state.facts().nextDestinationId();
    log.log(
        new ShardEvent.DestinationCreated(
            OperationId.NONE,
            id,
            state.facts().nextGroupId(),
            Views.fields(options.destinations().lastResort(name))));
    DestinationState made = state.destination(id);
    if (made != null) {
      whenMade.accept(Views.of(made));
    }
    return made;
  }
}
