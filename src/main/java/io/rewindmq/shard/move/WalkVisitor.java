// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.move;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Looks at what a walk comes to. Called on {@code SHARD_LOOP}. */
public interface WalkVisitor {
  /** What is wanted after a message. */
  enum Next {
    GO_ON,
    /** The other parts of this message, too, as far as they are there. */
    PARTS
  }

  /** Whether no other message is wanted; asked before each. */
  boolean isFull();

  Next message(WalkedMessage message);

  /**
   * Another part of the message before, where {@link Next#PARTS} was asked for.
   *
   * @param elements holds the part's element at the position; good during the call
   * @return whether more of it are wanted
   */
  default boolean part(ByteBuffer elements) {
    return false;
  }

  /**
   * The walk has ended.
   *
   * @param next where it would go on; null = there is no more
   * @param cause why it could not go on; null = it could
   */
  void over(@Nullable Place next, @Nullable String cause);
}
