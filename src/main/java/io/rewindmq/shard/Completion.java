// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * Hears once how a command ended, on {@code SHARD_LOOP}.
 *
 * <p><b>Order.</b> {@link #completed} comes once everything the command changed is durable, in the
 * order of the commands. {@link #rejected} comes at once, even before the command's method returns;
 * nothing has changed then. Neither comes any more after the shard has failed or stopped.
 */
public interface Completion<T extends @Nullable Object> {
  void completed(T value);

  /**
   * Nothing was done.
   *
   * @param detail what was expected and what was found, for people
   */
  void rejected(Rejection rejection, String detail);
}
