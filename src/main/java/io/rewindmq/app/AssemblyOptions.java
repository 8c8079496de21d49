// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.net.ListenerOptions;
import io.rewindmq.shard.ShardOptions;

/**
 * All options of a broker.
 *
 * @param inboxTasksMax tasks that may wait for the shard's loop; one is the frames of one socket
 *     read
 */
public record AssemblyOptions(
    BrokerOptions broker,
    ListenerOptions listener,
    ShardOptions shard,
    JournalOptions journal,
    int inboxTasksMax) {
  private static final int INBOX_TASKS_MAX = 16 * 1024;

  /** What a broker uses unless told otherwise. */
  public static AssemblyOptions defaults() {
    return new AssemblyOptions(
        BrokerOptions.defaults(),
        ListenerOptions.defaults(),
        ShardOptions.DEFAULT,
        JournalOptions.defaults(),
        INBOX_TASKS_MAX);
  }
}
