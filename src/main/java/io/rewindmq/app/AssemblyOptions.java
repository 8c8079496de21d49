// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.net.ListenerOptions;
import io.rewindmq.shard.ShardOptions;
import io.rewindmq.shard.watch.WatchOptions;

/**
 * All options of a broker.
 *
 * @param inboxTasksMax tasks that may wait for the shard's loop; one is the frames of one socket
 *     read
 * @param watch what is looked at for metrics and warnings
 */
public record AssemblyOptions(
    BrokerOptions broker,
    ListenerOptions listener,
    ShardOptions shard,
    JournalOptions journal,
    int inboxTasksMax,
    WatchOptions watch) {
  private static final int INBOX_TASKS_MAX = 16 * 1024;

  /** Watched as a broker is unless told otherwise. */
  public AssemblyOptions(
      BrokerOptions broker,
      ListenerOptions listener,
      ShardOptions shard,
      JournalOptions journal,
      int inboxTasksMax) {
    this(broker, listener, shard, journal, inboxTasksMax, WatchOptions.DEFAULT);
  }

  /** What a broker uses unless told otherwise. */
  public static AssemblyOptions defaults() {
    return new AssemblyOptions(
        BrokerOptions.defaults(),
        ListenerOptions.defaults(),
        ShardOptions.DEFAULT,
        JournalOptions.defaults(),
        INBOX_TASKS_MAX,
        WatchOptions.DEFAULT);
  }
}
