// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.user;

import io.rewindmq.broker.AdminException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a user's name and password may be. */
final class CredentialRules {
  static final int NAME_CHARS_MAX = 190;
  static final int ROLE_NAME_CHARS_MAX = 64;
  static final int PASSWORD_CHARS_MIN = 8;

  /** What bcrypt looks at; a longer password would be cut without a word. */
  static final int PASSWORD_BYTES_MAX = 72;

  /** What a certificate may call its subject, too; no colon, which tokens have. */
  private static final Pattern NAME =
      Pattern.compile("(?! )[A-Za-z0-9._@=,+/ -]{1," + NAME_CHARS_MAX + "}(?<! )");

  private static final Pattern ROLE_NAME =
      Pattern.compile("[A-Za-z0-9._@-]{1," + ROLE_NAME_CHARS_MAX + "}");

  private CredentialRules() {}

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static boolean isRoleName(String name) {
    return ROLE_NAME.matcher(name).matches();
  }

  /**
   * Returns the name if it may be one.
   *
   * @throws AdminException it may not; the message says what is allowed
   */
  static String checkName(@Nullable String name) {
    if (name == null || !isName(name)) {
      throw new AdminException(
          AdminException.Reason.INVALID,
          "a user's name has 1 to "
              + NAME_CHARS_MAX
              + " characters: letters a to z and A to Z, digits, . _ @ - = , + / and, inside,"
              + " spaces");
    }
    return name;
  }

  /** Whether a password of a user could be this one; if not, hashing it would prove nothing. */
  static boolean isShortEnough(String password) {
    return password.length() <= PASSWORD_BYTES_MAX
        && password.getBytes(StandardCharsets.UTF_8).length <= PASSWORD_BYTES_MAX;
  }

  /**
   * Returns the password if it may be one.
   *
   * @throws AdminException it may not; the message says what is allowed and does not repeat it
   */
  static String checkPassword(@Nullable String password) {
    if (password == null || password.codePointCount(0, password.length()) < PASSWORD_CHARS_MIN) {
      throw invalidPassword("has at least " + PASSWORD_CHARS_MIN + " characters");
    }
    if (!isShortEnough(password)) {
      throw invalidPassword("has at most " + PASSWORD_BYTES_MAX + " bytes in UTF-8");
    }
    if (password.chars().anyMatch(Character::isISOControl)) {
      throw invalidPassword("has no control characters");
    }
    return password;
  }

  private static AdminException invalidPassword(String rule) {
    return new AdminException(AdminException.Reason.INVALID, "a password " + rule);
  }
}
