// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

/** Something that delivers, a bounded amount at a time. */
public interface Dispatchable {
  /**
   * Delivers what it can, within its bounds.
   *
   * @param now milliseconds since 1970
   * @return whether there is more for another turn
   */
  boolean dispatch(long now);
}
