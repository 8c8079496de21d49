// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.OriginStamp;
import io.rewindmq.broker.message.BulkCommand;
import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MessageView;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.Shard;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a dead letter failed. Its properties tell, and an application may have written
 * them: so the one who asks must be allowed to send there.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class FailedPlaces {
  private static final String QUEUE = "queue://";
  private static final String TOPIC = "topic://";
  private static final byte[] DESTINATION =
      OriginStamp.DESTINATION.getBytes(StandardCharsets.UTF_8);
  private static final byte[] GROUP = OriginStamp.GROUP.getBytes(StandardCharsets.UTF_8);

  private final Shard shard;
  private final BulkCommand.SendPermission permission;

  /** What was found last: letters of one cause often follow each other. */
  private String lastDestination = "";

  private String lastGroup = "";
  private @Nullable Found last;

  /**
   * Where a letter goes, or why it stays.
   *
   * @param group 0 = all groups of the destination
   * @param refusal null = it goes
   */
  record Found(@Nullable DestinationView destination, int group, @Nullable String refusal) {
    static Found nowhere(String why) {
      return new Found(null, 0, why);
    }
  }

  FailedPlaces(Shard shard, BulkCommand.SendPermission permission) {
    this.shard = shard;
    this.permission = permission;
  }

  Found of(MessageView letter) {
    if (!(letter.property(DESTINATION) instanceof String destination)
        || !(letter.property(GROUP) instanceof String group)) {
      return Found.nowhere("it does not say where it failed");
    }
    Found known = last;
    if (known == null
        || !destination.equals(lastDestination)
        || !group.equals(lastGroup)
        || !isThere(known)) {
      known = find(destination, group);
      last = known;
      lastDestination = destination;
      lastGroup = group;
    }
    return known;
  }

  private boolean isThere(Found found) {
    DestinationView destination = found.destination();
    return destination != null
        && shard.destination(destination.id()).isPresent()
        && (found.group() == 0 || shard.group(found.group()).isPresent());
  }

  private Found find(String destination, String group) {
    boolean isQueue = destination.startsWith(QUEUE);
    if (!isQueue && !destination.startsWith(TOPIC)) {
      return Found.nowhere("it does not say where it failed");
    }
    DestinationKind kind = isQueue ? DestinationKind.QUEUE : DestinationKind.TOPIC;
    String name = destination.substring((isQueue ? QUEUE : TOPIC).length());
    if (!permission.maySendTo(kind, name)) {
      return Found.nowhere("you may not send to " + destination);
    }
    Optional<DestinationView> there = shard.destination(kind, name);
    if (there.isEmpty()) {
      return Found.nowhere(destination + " is not there");
    }
    if (isQueue) {
      return new Found(there.get(), 0, null);
    }
    List<GroupView> groups =
        shard.groupsNamed(group).stream()
            .filter(one -> one.spec().destinationId() == there.get().id())
            .filter(one -> !one.spec().kind().isVolatile())
            .toList();
    return switch (groups.size()) {
      case 0 -> Found.nowhere("subscription " + group + " of " + destination + " is not there");
      case 1 -> new Found(there.get(), groups.getFirst().id(), null);
      default -> Found.nowhere("several subscriptions are called " + group);
    };
  }
}
