// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.platform.random.RandomSource;
import io.rewindmq.platform.thread.AnyThread;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Turns a user, the stored hash and a password into a short digest with a key that only this
 * process has: fast to compare with, never handed out, and worth nothing outside. Since the stored
 * hash is part of it, every change of the password makes all earlier digests useless.
 */
@AnyThread // immutable
final class Seal {
  private static final int KEY_LONGS = 4;

  private final byte[] key;

  Seal(RandomSource random) {
    ByteBuffer bytes = ByteBuffer.allocate(KEY_LONGS * Long.BYTES);
    for (int i = 0; i < KEY_LONGS; i++) {
      bytes.putLong(random.nextLong());
    }
    this.key = bytes.array();
  }

  Digest of(String user, String passwordHash, String password) {
    MessageDigest sha = sha256();
    sha.update(key);
    for (String part : new String[] {user, passwordHash, password}) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      // the length in front, so that no two lists are alike
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      sha.update(bytes);
    }
    return new Digest(sha.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A digest; comparing takes the same time wherever two of them differ. */
  static final class Digest {
    private final byte[] bytes;

    private Digest(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Digest digest && MessageDigest.isEqual(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "a digest";
    }
  }
}
