// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.thread;

import io.rewindmq.platform.fault.InvariantError;
import java.util.EnumSet;
import java.util.Set;

/** Every kind of thread that the broker has. A new one needs a decision record. */
public enum ThreadRole {
  /** Netty's event loops of the messaging port. */
  NET_LOOP,
  /** The one thread of a shard: engine and the broker's side of connections. */
  SHARD_LOOP,
  /** Writes and forces journal batches. */
  JOURNAL_WRITER,
  /** Talks to the other broker of a pair. */
  PEER_LINK,
  /** Prepares and frees files, materialises, applies retention. */
  HOUSEKEEPER,
  /** Reads what is no longer in memory. */
  LOG_READER,
  /** REST, database work, hashes of passwords, handshakes of TLS. */
  ADMIN_WORKER;

  private static final ThreadLocal<Set<ThreadRole>> CURRENT =
      ThreadLocal.withInitial(() -> EnumSet.noneOf(ThreadRole.class));

  /** Gives this role to the calling thread, instead of what it had. */
  public void bind() {
    CURRENT.get().clear();
    bindToo();
  }

  /** Gives this role to the calling thread, beside what it has. */
  public void bindToo() {
    CURRENT.get().add(this);
  }

  public boolean isCurrent() {
    return CURRENT.get().contains(this);
  }

  /**
   * Checks that the calling thread has this role.
   *
   * @throws InvariantError it has another one or none
   */
  public void assertCurrent() {
    Set<ThreadRole> current = CURRENT.get();
    if (!current.contains(this)) {
      throw new InvariantError("expected a thread of role " + this + ", was of " + current);
    }
  }
}
