// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.client;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.List;
import java.util.Optional;

/** The connections of a broker, where they live. */
@OwnedBy(ThreadRole.SHARD_LOOP)
public interface Clients {
  /** Those that are logged in, the oldest first. */
  List<ConnectionSummary> connections();

  /** One of them. */
  Optional<ConnectionDetail> connection(long connectionId);

  /**
   * Ends a connection with a word to its client.
   *
   * @param mayReturn whether the client is to connect anew by itself; else its application is told
   * @return false = there is none of that id
   */
  boolean close(long connectionId, String why, boolean mayReturn);

  /**
   * Ends one consumer; what it holds goes back, and its application is told.
   *
   * @return false = there is no such open consumer
   */
  boolean closeConsumer(long connectionId, int consumer, String why);
}
