// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.selector.Selector;
import io.rewindmq.selector.SelectorException;
import io.rewindmq.selector.SelectorLimits;
import io.rewindmq.shard.MessageFilter;

/** Makes filters of selectors. */
@OwnedBy(ThreadRole.SHARD_LOOP)
@FunctionalInterface
public interface SelectorCompiler {
  /**
   * Compiles one selector.
   *
   * @param selector not blank
   * @return a filter for one consumer
   * @throws SelectorException what is wrong with it
   */
  MessageFilter compile(String selector) throws SelectorException;

  /** Knows the selectors of JMS within the default limits. */
  static SelectorCompiler standard() {
    return selector -> new SelectorFilter(Selector.parse(selector, SelectorLimits.defaults()));
  }
}
