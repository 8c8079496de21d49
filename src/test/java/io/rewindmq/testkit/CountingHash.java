// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.testkit;

import io.rewindmq.broker.user.PasswordHash;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.concurrent.atomic.AtomicInteger;

/** A hash that hides nothing, costs nothing and counts; only for {@code ADMIN_WORKER}. */
@AnyThread // atomic counts
public final class CountingHash implements PasswordHash {
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger compared = new AtomicInteger();

  @Override
  public String of(String password) {
    ThreadRole.ADMIN_WORKER.assertCurrent();
    return "hash" + made.incrementAndGet() + ":" + password;
  }

  @Override
  public boolean matches(String password, String hash) {
    ThreadRole.ADMIN_WORKER.assertCurrent();
    compared.incrementAndGet();
    int colon = hash.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("the stored hash is damaged");
    }
    return hash.substring(colon + 1).equals(password);
  }

  @Override
  public String decoy() {
    return "decoy:\u0000";
  }

  /** How often a password was compared. */
  public int compared() {
    return compared.get();
  }
}
