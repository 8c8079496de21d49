// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.shard.MessageFilter;

/** Makes filters of selectors. */
@OwnedBy(ThreadRole.SHARD_LOOP)
@FunctionalInterface
public interface SelectorCompiler {
  /**
   * Compiles one selector.
   *
   * @param selector not blank
   * @throws SelectorException what is wrong with it
   */
  MessageFilter compile(String selector) throws SelectorException;

  /** Knows no selector. */
  static SelectorCompiler none() {
    return selector -> {
      throw new SelectorException("selectors are not supported by this version");
    };
  }

  /** The selector can't be compiled. */
  final class SelectorException extends Exception {
    private static final long serialVersionUID = 1L;

    public SelectorException(String message) {
      super(message);
    }
  }
}
