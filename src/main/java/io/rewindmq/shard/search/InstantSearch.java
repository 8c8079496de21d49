// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.search;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.state.DestinationState;
import io.rewindmq.shard.state.PartitionState;
import io.rewindmq.shard.state.RunIndex;
import io.rewindmq.storage.MessageStore;
import java.util.function.Consumer;

/** Finds the first message of an instant in each partition, some of them in stored files. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class InstantSearch {
  private final MessageStore store;
  private final Consumer<long[]> found;
  private final long[] offsets;
  private int pending = 1;

  private InstantSearch(MessageStore store, int partitions, Consumer<long[]> found) {
    this.store = store;
    this.found = found;
    this.offsets = new long[partitions];
  }

  /**
   * Searches.
   *
   * @param millis since 1970
   * @param found gets for each partition the first offset appended at that time or later, the end
   *     if there is none; called before this returns, or in a later turn when files have to be
   *     asked
   */
  public static void run(
      MessageStore store, DestinationState destination, long millis, Consumer<long[]> found) {
    InstantSearch search = new InstantSearch(store, destination.partitions().size(), found);
    for (PartitionState partition : destination.partitions()) {
      search.search(partition, millis);
    }
    search.finished();
  }

  private void search(PartitionState partition, long millis) {
    int index = partition.key().partition();
    long inJournal = offsetInJournal(partition.runs(), millis, partition.nextOffset());
    offsets[index] = inJournal;
    boolean isInJournal = !partition.runs().isEmpty() && partition.runs().millis(0) < millis;
    if (!isInJournal && store.logEnd(partition.key()) > 0) {
      pending++;
      store.offsetAt(
          partition.key(),
          millis,
          offset -> {
            offsets[index] = Math.min(inJournal, offset);
            finished();
          });
    }
  }

  private void finished() {
    pending--;
    if (pending == 0) {
      found.accept(offsets);
    }
  }

  /** The first offset appended at that time or later; the end if there is none. */
  private static long offsetInJournal(RunIndex runs, long millis, long end) {
    int low = 0;
    int high = runs.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (runs.millis(middle) < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == runs.size() ? end : runs.base(low);
  }
}
