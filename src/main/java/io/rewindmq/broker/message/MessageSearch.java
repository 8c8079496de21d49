// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a search has come to.
 *
 * @param found null = it was not among those that were looked at
 * @param looked how many messages were looked at
 * @param isWhole everything from the place on was looked at
 */
public record MessageSearch(@Nullable StoredMessage found, long looked, boolean isWhole) {
  /** What was found. */
  public Optional<StoredMessage> message() {
    return Optional.ofNullable(found);
  }
}
