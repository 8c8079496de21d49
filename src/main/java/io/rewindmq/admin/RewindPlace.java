// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.shard.RewindTarget;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Reads the place a group is rewound to. */
final class RewindPlace {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final String EXPECTED =
      "expected \"earliest\", \"latest\", an offset (\"42\"), an instant"
          + " (\"2026-11-20T08:00:00Z\") or a duration back (\"-PT1H\")";

  private RewindPlace() {}

  /**
   * Reads it.
   *
   * @param nowMillis what a duration is counted back from
   * @throws ProblemException 400, with what was expected
   */
  static RewindTarget parse(String text, long nowMillis) {
    String to = text.strip();
    if (to.equalsIgnoreCase("earliest")) {
      return new RewindTarget.Earliest();
    }
    if (to.equalsIgnoreCase("latest")) {
      return new RewindTarget.Latest();
    }
    try {
      if (NUMBER.matcher(to).matches()) {
        return new RewindTarget.ToOffset(Long.parseLong(to));
      }
      if (to.startsWith("-P")) {
        return new RewindTarget.ToInstant(Math.addExact(nowMillis, Duration.parse(to).toMillis()));
      }
      return new RewindTarget.ToInstant(Instant.parse(to).toEpochMilli());
    } catch (DateTimeParseException | NumberFormatException e) {
      throw unreadable(text);
    } catch (DateTimeException | ArithmeticException e) {
      throw new ProblemException(
          Response.Status.BAD_REQUEST, "\"" + text + "\" is out of range; " + EXPECTED);
    }
  }

  private static ProblemException unreadable(String text) {
    return new ProblemException(
        Response.Status.BAD_REQUEST, "can't read \"" + text + "\" as a place; " + EXPECTED);
  }

  /** What a request without a place is told. */
  static ProblemException missing() {
    return new ProblemException(
        Response.Status.BAD_REQUEST,
        "the body must be a JSON object with the text field \"to\"; " + EXPECTED);
  }
}
