// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.SelectorCompiler;
import io.rewindmq.broker.definition.RefusedException;
import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.protocol.Frame;
import io.rewindmq.selector.Selector;
import io.rewindmq.selector.SelectorException;
import io.rewindmq.shard.MessageFilter;
import org.jspecify.annotations.Nullable;

/** Which messages a consumer wants: its selector and noLocal. */
final class ConsumerFilters {
  private ConsumerFilters() {}

  /** The selector as selectors are compared, or null when everything is wanted. */
  static @Nullable String selector(Frame.OpenConsumer frame) {
    String selector = frame.selector();
    String trimmed = selector == null ? "" : Selector.trimmed(selector);
    return trimmed.isEmpty() ? null : trimmed;
  }

  /** Whether it must not get its own messages; means nothing to queues and shared subscriptions. */
  static boolean isNoLocal(Frame.OpenConsumer frame) {
    return switch (frame.kind()) {
      case NON_DURABLE, DURABLE -> frame.noLocal();
      case QUEUE, BROWSER, SHARED, SHARED_DURABLE -> false;
    };
  }

  /**
   * Makes the filter.
   *
   * @return null when everything is wanted
   * @throws RefusedException the selector can't be compiled
   */
  static @Nullable MessageFilter filter(
      Frame.OpenConsumer frame, SelectorCompiler compiler, ConnectionIdentity identity)
      throws RefusedException {
    String selector = frame.selector();
    MessageFilter selected = null;
    if (selector != null && selector(frame) != null) {
      try {
        selected = compiler.compile(selector);
      } catch (SelectorException e) {
        throw new RefusedException(ErrorCode.SELECTOR_INVALID, String.valueOf(e.getMessage()));
      }
    }
    return isNoLocal(frame) ? withoutOwn(selected, identity) : selected;
  }

  private static MessageFilter withoutOwn(
      @Nullable MessageFilter selected, ConnectionIdentity identity) {
    NoLocalFilter noLocal = new NoLocalFilter(identity.connectionId(), identity.clientId());
    return selected == null
        ? noLocal
        : (messages, at, bytes, count) ->
            noLocal.accepts(messages, at, bytes, count)
                && selected.accepts(messages, at, bytes, count);
  }
}
