// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.permission;

import io.rewindmq.platform.thread.AnyThread;
import org.jspecify.annotations.Nullable;

/**
 * How somebody stands who has logged in. What it says changes with users and roles: ask again when
 * they have changed, and after {@link #endsMillis()}.
 */
@AnyThread // implementations say by what
public interface Standing {
  /** Ends never by itself. */
  long NEVER = Long.MAX_VALUE;

  /** What he may do now; null = the login does not count any more. Never waits. */
  @Nullable Rights rights();

  /** When it ends by itself, in milliseconds since 1970. */
  default long endsMillis() {
    return NEVER;
  }

  /** One that never changes. */
  static Standing of(Rights rights) {
    return () -> rights;
  }
}
