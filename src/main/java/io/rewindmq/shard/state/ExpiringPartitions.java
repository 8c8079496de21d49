// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which partitions have messages that expire, and when the next one does. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class ExpiringPartitions {
  private final Set<PartitionState> partitions = new LinkedHashSet<>();
  private long nextMillis = Long.MAX_VALUE;

  /** When the next message expires, or earlier; {@link Long#MAX_VALUE} if none does. */
  public long nextMillis() {
    return nextMillis;
  }

  public List<PartitionState> all() {
    return List.copyOf(partitions);
  }

  /** A message came that expires then. */
  void note(PartitionState partition, long expiration) {
    partitions.add(partition);
    nextMillis = Math.min(nextMillis, expiration);
  }

  /** Everything that has expired by then was looked at. */
  public void swept(long now) {
    partitions.removeIf(partition -> !partition.schedule().hasExpiring());
    nextMillis = Long.MAX_VALUE;
    for (PartitionState partition : partitions) {
      nextMillis = Math.min(nextMillis, partition.schedule().nextExpiration(now));
    }
  }
}
