// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.GroupKind;
import io.rewindmq.record.OperationId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subscription on a topic, or the built-in group of a queue.
 *
 * @param name as shown to people: the queue's name, {@code clientId.subscription} or {@code
 *     subscription}
 * @param clientId scopes the subscription's name; null = none
 * @param subscription null for a queue's group and for a non-durable unshared subscription
 * @param selector null when everything is wanted; only kept here, evaluated by the consumer's
 *     filter
 * @param noLocal only kept here, evaluated by the consumer's filter
 */
public record GroupSpec(
    int destinationId,
    GroupKind kind,
    String name,
    @Nullable String clientId,
    @Nullable String subscription,
    @Nullable String selector,
    boolean noLocal) {
  public GroupSpec {
    boolean named = kind == GroupKind.QUEUE || kind == GroupKind.NON_DURABLE;
    if (!named && subscription == null) {
      throw new IllegalArgumentException(kind + " needs a subscription name");
    }
  }

  /**
   * Where a group that is made now begins to read.
   *
   * @param target the place; what is kept below the log's end and above it comes as replayed
   * @param resume by partition: the offset where a reader that was interrupted goes on; goes before
   *     the place
   * @param operation shown with what is replayed
   */
  public record Start(RewindTarget target, Map<Integer, Long> resume, OperationId operation) {
    public Start {
      resume = Map.copyOf(resume);
    }

    /** Whether it may show history. */
    boolean isReplay() {
      return !(target instanceof RewindTarget.Latest) || !resume.isEmpty();
    }
  }
}
