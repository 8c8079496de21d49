// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.protocol.ErrorCode;
import io.rewindmq.shard.DestinationSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a client may call a destination: a name without control characters, and options after a
 * question mark as in {@code orders?key=value&key=value}. There are no options yet.
 */
public final class DestinationName {
  private DestinationName() {}

  /**
   * Checks what a client wrote.
   *
   * @return the name without options
   * @throws RefusedException the name or an option can't be used
   */
  public static String parse(@Nullable String written) throws RefusedException {
    if (written == null) {
      throw new RefusedException(ErrorCode.DESTINATION_INVALID, "a destination needs a name");
    }
    int mark = written.indexOf('?');
    String name = mark < 0 ? written : written.substring(0, mark);
    check(name);
    if (mark >= 0 && mark + 1 < written.length()) {
      throw new RefusedException(
          ErrorCode.OPTION_UNKNOWN, "unknown option '" + written.substring(mark + 1) + "'");
    }
    return name;
  }

  /**
   * Checks a name without options.
   *
   * @throws RefusedException no client could use it
   */
  public static void check(String name) throws RefusedException {
    if (name.isEmpty() || name.length() > DestinationSpec.NAME_CHARS_MAX) {
      throw new RefusedException(
          ErrorCode.DESTINATION_INVALID,
          "a destination's name has 1 to "
              + DestinationSpec.NAME_CHARS_MAX
              + " characters, not "
              + name.length());
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new RefusedException(
          ErrorCode.DESTINATION_INVALID, "a destination's name has no control characters");
    }
    if (name.indexOf('?') >= 0) {
      throw new RefusedException(
          ErrorCode.DESTINATION_INVALID,
          "a destination's name has no '?': clients write options behind it");
    }
    if (name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new RefusedException(
          ErrorCode.DESTINATION_INVALID, "a destination's name has no half characters");
    }
  }
}
