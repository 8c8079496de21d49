// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.Shard;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers mean by which a client names destinations: they are the shard's ids, so nothing
 * has to be kept for a client that resolves one temporary destination after the other. What is
 * cached may have been deleted; the shard notices.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class DestinationHandles {
  private static final int CACHED_MAX = 1024;

  private final Shard shard;
  private final Map<Integer, DestinationView> cached = new HashMap<>();

  DestinationHandles(Shard shard) {
    this.shard = shard;
  }

  @Nullable DestinationView find(int handle) {
    DestinationView destination = cached.get(handle);
    if (destination == null) {
      destination = shard.destination(handle).orElse(null);
      if (destination != null) {
        if (cached.size() >= CACHED_MAX) {
          cached.clear();
        }
        cached.put(handle, destination);
      }
    }
    return destination;
  }

  void forget(int handle) {
    cached.remove(handle);
  }
}
