// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.broker.catalog.CatalogContent;
import io.rewindmq.broker.catalog.DestinationDefinition;
import io.rewindmq.broker.catalog.SubscriptionDefinition;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.GroupKind;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.DestinationSpec;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.GroupSpec;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the journal says of lasting destinations and durable subscriptions, as definitions. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class JournalTruth {
  private JournalTruth() {}

  public static CatalogContent of(Shard shard) {
    List<DestinationDefinition> destinations = new ArrayList<>();
    for (DestinationView destination : shard.destinations()) {
      if (!destination.spec().kind().isTemporary()) {
        destinations.add(definition(destination.spec()));
      }
    }
    List<SubscriptionDefinition> subscriptions = new ArrayList<>();
    for (GroupView group : shard.groups()) {
      if (isDurable(group)) {
        Optional<DestinationView> topic = shard.destination(group.spec().destinationId());
        topic.ifPresent(found -> subscriptions.add(definition(group.spec(), found.spec())));
      }
    }
    return new CatalogContent(destinations, subscriptions);
  }

  /** Whether the group is in the catalog. */
  static boolean isDurable(GroupView group) {
    GroupKind kind = group.spec().kind();
    return kind == GroupKind.DURABLE || kind == GroupKind.SHARED_DURABLE;
  }

  public static DestinationDefinition definition(DestinationSpec spec) {
    return new DestinationDefinition(
        kind(spec.kind()), spec.name(), spec.partitions(), spec.settings(), spec.own());
  }

  /** Of a destination that lasts. */
  public static DestinationDefinition.Kind kind(DestinationKind kind) {
    return kind.isQueue() ? DestinationDefinition.Kind.QUEUE : DestinationDefinition.Kind.TOPIC;
  }

  /** Of a durable subscription. */
  public static SubscriptionDefinition definition(GroupSpec spec, DestinationSpec topic) {
    String name = spec.subscription();
    if (name == null) {
      throw new IllegalArgumentException(spec.name() + " is no durable subscription");
    }
    return new SubscriptionDefinition(
        spec.clientId(),
        name,
        topic.name(),
        spec.selector(),
        spec.noLocal(),
        spec.kind() == GroupKind.SHARED_DURABLE);
  }
}
