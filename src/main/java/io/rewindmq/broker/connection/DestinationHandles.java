// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.access.ConnectionAccess;
import io.rewindmq.broker.client.ConnectionDetail;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.DestinationView;
import io.rewindmq.shard.Shard;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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

  /** A destination of this connection, and what was sent to it. */
  @OwnedBy(ThreadRole.SHARD_LOOP)
  static final class Known {
    private final DestinationView destination;
    private boolean maySend;
    private long sentMessages;
    private long sentBytes;

    private Known(DestinationView destination, boolean maySend) {
      this.destination = destination;
      this.maySend = maySend;
    }

    DestinationView destination() {
      return destination;
    }

    /** Decided once for many sends. */
    boolean maySend() {
      return maySend;
    }

    void countSent(int messages, int bytes) {
      sentMessages += messages;
      sentBytes += bytes;
    }
  }

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
    for (Known known : cached.values()) {
      known.maySend = access.maySend(known.destination.spec());
    }
  }

  /** Where something was sent to; of many destinations only the last. */
  List<ConnectionDetail.SentTo> sent() {
    return cached.values().stream()
        .filter(known -> known.sentMessages > 0)
        .map(
            known ->
                new ConnectionDetail.SentTo(
                    known.destination.spec(), known.sentMessages, known.sentBytes))
        .sorted(Comparator.comparing(sent -> sent.destination().name()))
        .toList();
  }

  void forget(int handle) {
    cached.remove(handle);
  }
}
