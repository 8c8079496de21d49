// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.protocol.message.MessageLayout;
import io.rewindmq.selector.SelectorException;
import io.rewindmq.shard.MessageFilter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An administrator's selector. */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class Filters {
  private final @Nullable MessageFilter filter;

  /**
   * @param selector null = everything
   * @throws AdminException it can't be compiled
   */
  Filters(SelectorCompiler compiler, @Nullable String selector) {
    try {
      filter = selector == null || selector.isBlank() ? null : compiler.compile(selector);
    } catch (SelectorException e) {
      throw new AdminException(
          AdminException.Reason.INVALID, "selector \"" + selector + "\": " + e.getMessage());
    }
  }

  /**
   * Whether a message is wanted.
   *
   * @param elements holds its element at the position
   */
  boolean accepts(ByteBuffer elements, int deliveryCount) {
    if (filter == null) {
      return true;
    }
    int at = elements.position();
    return filter.accepts(
        elements,
        at + MessageLayout.ELEMENT_HEADER_BYTES,
        elements.getInt(at) + Integer.BYTES - MessageLayout.ELEMENT_HEADER_BYTES,
        deliveryCount);
  }
}
