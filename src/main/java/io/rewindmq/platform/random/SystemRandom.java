// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.platform.random;

import io.rewindmq.platform.thread.AnyThread;
import java.security.SecureRandom;

/** The machine's source of randomness. */
@AnyThread // SecureRandom is safe for use by several threads
public final class SystemRandom implements RandomSource {
  private final SecureRandom random = new SecureRandom();

  @Override
  public long nextLong() {
    return random.nextLong();
  }
}
