// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.request;

import org.jspecify.annotations.Nullable;

/** Reads what stands behind the question mark; what is wrong with it is a problem. */
public final class QueryParameters {
  private QueryParameters() {}

  /**
   * A whole number from 1.
   *
   * @param text null = there is none
   * @throws ProblemException 400: it is none, or not in the range
   */
  public static long number(String name, @Nullable String text, long byDefault, long max) {
    return number(name, text, byDefault, 1, max);
  }

  /**
   * A whole number.
   *
   * @param text null = there is none
   * @throws ProblemException 400: it is none, or not from the least to the greatest
   */
  public static long number(
      String name, @Nullable String text, long byDefault, long min, long max) {
    if (text == null) {
      return byDefault;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      throw outOfRange(name, text, min, max);
    }
    throw outOfRange(name, text, min, max);
  }

  /**
   * True or false; false where there is none.
   *
   * @throws ProblemException 400: it is neither
   */
  public static boolean flag(String name, @Nullable String text) {
    return switch (text) {
      case null -> false;
      case "false" -> false;
      case "true" -> true;
      default -> throw JsonFields.invalid(name + ": expected true or false, got \"" + text + "\"");
    };
  }

  /**
   * A text of at most so many characters, none of them a control character.
   *
   * @throws ProblemException 400: it is none
   */
  public static @Nullable String text(String name, @Nullable String text, int charactersMax) {
    if (text != null
        && (text.length() > charactersMax || text.chars().anyMatch(Character::isISOControl))) {
      throw JsonFields.invalid(
          name
              + ": expected at most "
              + charactersMax
              + " characters without control characters, got "
              + text.length());
    }
    return text;
  }

  private static ProblemException outOfRange(String name, String text, long min, long max) {
    return JsonFields.invalid(
        "\""
            + name
            + "\": expected a whole number from "
            + min
            + " to "
            + max
            + ", got \""
            + text
            + "\"");
  }
}
