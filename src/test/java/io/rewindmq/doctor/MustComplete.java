// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.delivery.Rejection;
import io.rewindmq.shard.Completion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of a command that must not be rejected. */
record MustComplete<T extends @Nullable Object>(List<T> results) implements Completion<T> {
  @Override
  public void completed(T value) {
    results.add(value);
  }

  @Override
  public void rejected(Rejection why, String detail) {
    throw new AssertionError(why + ": " + detail);
  }
}
