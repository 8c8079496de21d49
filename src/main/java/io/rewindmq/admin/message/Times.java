// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as people read them, in UTC. */
final class Times {
  private Times() {}

  /** Null for 0, which means none. */
  static @Nullable String text(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
  }
}
