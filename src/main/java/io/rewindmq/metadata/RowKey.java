// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Key of a row by its names, of fixed length: names may be longer than an index of MariaDB takes,
 * and its text comparison ignores spaces at the end.
 */
final class RowKey {
  static final int HEX_CHARS = 64;

  /** What the name columns hold, in characters. */
  static final int NAME_CHARS_MAX = 1000;

  private RowKey() {}

  /** SHA-256 over the parts, each with its length in front so that no two lists are alike. */
  static String of(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
