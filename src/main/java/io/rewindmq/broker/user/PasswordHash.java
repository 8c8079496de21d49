// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.platform.thread.AnyThread;

/**
 * A one-way function for passwords, with salt, slow on purpose: a call takes about a tenth of a
 * second of a processor. Never call it on {@code SHARD_LOOP} or {@code NET_LOOP}.
 */
@AnyThread // implementations keep no state
public interface PasswordHash {
  /** A hash of this password, another one each time. */
  String of(String password);

  /**
   * Whether the hash was made of this password. Takes the same time for a right and a wrong one.
   *
   * @throws IllegalArgumentException the hash is none; its text is not in the message
   */
  boolean matches(String password, String hash);

  /** A hash that no password has and that takes as long to compare with as any other. */
  String decoy();
}
