// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.delivery.Setting;
import io.rewindmq.delivery.SettleReason;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.OperationId;
import io.rewindmq.shard.entry.DestinationFields;
import io.rewindmq.shard.entry.ShardEvent;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.EventLog;
import io.rewindmq.shard.state.ShardState;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The queues for dead letters and expired messages: made when the first one comes. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class LastResorts {
  private final ShardState state;
  private final EventLog log;
  private final DestinationSettings settings;
  private final int destinationsMax;
  private Consumer<DestinationState> whenMade = made -> {};

  LastResorts(ShardState state, EventLog log, DestinationSettings settings, int destinationsMax) {
    this.state = state;
    this.log = log;
    this.settings = settings;
    this.destinationsMax = destinationsMax;
  }

  /** Hears of each queue that is made. */
  public void whenMade(Consumer<DestinationState> listener) {
    whenMade = listener;
  }

  /** Where messages go that a destination gives up; null if the queue can't be made now. */
  @Nullable DestinationState queueFor(DestinationState from, SettleReason reason) {
    DeliveryPolicy policy = from.fields().settings().policy();
    String expiryQueue = policy.expiryQueue();
    return queue(
        reason == SettleReason.EXPIRED && expiryQueue != null
            ? expiryQueue
            : policy.deadLetterQueueOf(from.fields().name()));
  }

  private @Nullable DestinationState queue(String name) {
    DestinationState existing = state.destination(DestinationKind.QUEUE, name);
    if (existing != null) {
      return existing;
    }
    if (state.destinations().size() >= destinationsMax || !log.hasRoomForEssential()) {
      return null;
    }
    int id = state.facts().nextDestinationId();
    log.log(
        new ShardEvent.DestinationCreated(
            OperationId.NONE, id, state.facts().nextGroupId(), fields(name)));
    DestinationState made = state.destination(id);
    if (made != null) {
      whenMade.accept(made);
    }
    return made;
  }

  /** Nothing becomes a dead letter of it: by its name, or else by a setting of its own. */
  private DestinationFields fields(String name) {
    DestinationSettings forEver = settings.forEver();
    if (name.startsWith(DeliveryPolicy.DEAD_LETTER_PREFIX)) {
      return new DestinationFields(DestinationKind.QUEUE, name, 1, forEver, Set.of());
    }
    Set<Setting> own = Set.of(Setting.DELIVERIES_MAX);
    return new DestinationFields(DestinationKind.QUEUE, name, 1, settings.with(own, forEver), own);
  }
}
