// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.protocol;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * A place in a retained log as people write it: {@code earliest}, {@code latest}, an offset ({@code
 * 42}), an instant ({@code 2026-11-20T08:00:00Z}) or a duration back from now ({@code -PT1H}).
 * Immutable.
 */
public sealed interface LogPlace {
  /** The lowest offset that is kept. */
  record Earliest() implements LogPlace {
    @Override
    public String toString() {
      return "earliest";
    }
  }

  /** The end. */
  record Latest() implements LogPlace {
    @Override
    public String toString() {
      return "latest";
    }
  }

  /** An offset, not negative. */
  record AtOffset(long offset) implements LogPlace {
    @Override
    public String toString() {
      return Long.toString(offset);
    }
  }

  /** The first message at that time or later, in milliseconds since 1970. */
  record AtInstant(long millis) implements LogPlace {
    @Override
    public String toString() {
      return Instant.ofEpochMilli(millis).toString();
    }
  }

  /** The first message at most so many milliseconds old: 0 to {@link #MILLIS_MAX}. */
  record Back(long millis) implements LogPlace {
    /** About a thousand years, so that nothing overflows. */
    public static final long MILLIS_MAX = Duration.ofDays(365_000).toMillis();

    @Override
    public String toString() {
      return "-" + Duration.ofMillis(millis);
    }
  }

  /** What {@link #parse} reads, for texts. */
  String EXPECTED =
      "expected \"earliest\", \"latest\", an offset (\"42\"), an instant"
          + " (\"2026-11-20T08:00:00Z\") or a duration back (\"-PT1H\")";

  /**
   * Reads a place; blanks around it and the case of words do not matter. {@code toString} writes
   * what this reads.
   *
   * @throws IllegalArgumentException it is none; the text says what was expected
   */
  static LogPlace parse(String text) {
    String place = text.strip();
    if (place.equalsIgnoreCase("earliest")) {
      return new Earliest();
    }
    if (place.equalsIgnoreCase("latest")) {
      return new Latest();
    }
    try {
      if (isNumber(place)) {
        return new AtOffset(Long.parseLong(place));
      }
      if (place.startsWith("-P")) {
        long millis = Duration.parse(place.substring(1)).toMillis();
        if (millis >= 0 && millis <= Back.MILLIS_MAX) {
          return new Back(millis);
        }
        throw new ArithmeticException("not within a thousand years");
      }
      return new AtInstant(Instant.parse(place).toEpochMilli());
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("can't read \"" + text + "\" as a place; " + EXPECTED, e);
    }
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
