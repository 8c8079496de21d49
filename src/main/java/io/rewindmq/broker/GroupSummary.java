// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.GroupView;
import io.rewindmq.shard.Shard;
import java.util.Optional;

/** A group beside its destination. */
public record GroupSummary(GroupView group, DestinationView destination) {
  /** Empty when the group's destination is gone. */
  public static Optional<GroupSummary> of(GroupView group, Shard shard) {
    return shard
        .destination(group.spec().destinationId())
        .map(destination -> new GroupSummary(group, destination));
  }
}
