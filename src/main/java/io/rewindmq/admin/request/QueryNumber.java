// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.request;

import org.jspecify.annotations.Nullable;

/** Whole numbers in the query of a URL. */
public final class QueryNumber {
  private QueryNumber() {}

  /**
   * Reads one.
   *
   * @param text null = it is not there
   * @throws ProblemException 400: it is no whole number from the least to the greatest
   */
  public static long parse(String name, @Nullable String text, long byDefault, long min, long max) {
    if (text == null) {
      return byDefault;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalid(name, text, min, max);
    }
    throw invalid(name, text, min, max);
  }

  private static ProblemException invalid(String name, String text, long min, long max) {
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
