// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.access.ConnectionAccess;
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
  private final ConnectionAccess access;
  private final Map<Integer, Known> cached = new HashMap<>();

  DestinationHandles(Shard shard, ConnectionAccess access) {
    this.shard = shard;
    this.access = access;
  }

  /**
   * A destination of this connection.
   *
   * @param maySend decided once for many sends
   */
  record Known(DestinationView destination, boolean maySend) {}

  @Nullable DestinationView find(int handle) {
    Known known = known(handle);
    return known == null ? null : known.destination();
  }

  /** The same, with what is decided about it. */
  @Nullable Known known(int handle) {
    Known known = cached.get(handle);
    if (known == null) {
      DestinationView destination = shard.destination(handle).orElse(null);
      if (destination != null) {
        if (cached.size() >= CACHED_MAX) {
          cached.clear();
        }
        known = new Known(destination, access.maySend(destination.spec()));
        cached.put(handle, known);
      }
    }
    return known;
  }

  /** What may be sent where has to be decided again. */
  void accessRenewed() {
    cached.clear();
  }

  void forget(int handle) {
    cached.remove(handle);
  }
}
