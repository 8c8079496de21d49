// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.broker.catalog.Catalog;
import io.rewindmq.platform.thread.LaterExecutor;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.Shard;

/** Everything that makes and deletes definitions of one shard. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public record Definitions(
    DestinationDirectory destinations, Subscriptions subscriptions, Operations operations) {
  /**
   * Of a shard that has recovered. The catalog is made equal to the journal in the background.
   *
   * @param loop runs {@code SHARD_LOOP}; takes the catalog's answers, at most one at a time
   */
  public static Definitions of(Shard shard, Catalog catalog, LaterExecutor loop) {
    CatalogMirror mirror = new CatalogMirror(catalog, loop, () -> JournalTruth.of(shard));
    Operations operations = new Operations(shard.epoch());
    mirror.reconcile();
    shard.whenQueueMade(queue -> mirror.note(queue.spec()));
    return new Definitions(
        new DestinationDirectory(shard, mirror, operations),
        new Subscriptions(shard, mirror, operations),
        operations);
  }
}
