// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import io.rewindmq.admin.request.ProblemException;
import io.rewindmq.broker.RewindPlaces;
import io.rewindmq.shard.RewindTarget;
import jakarta.ws.rs.core.Response;

/** Reads the place a group is rewound to. */
public final class RewindPlace {
  private RewindPlace() {}

  /**
   * Reads it.
   *
   * @param nowMillis what a duration is counted back from
   * @throws ProblemException 400, with what was expected
   */
  public static RewindTarget parse(String text, long nowMillis) {
    try {
      return RewindPlaces.parse(text, nowMillis);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  /** What a request without a place is told. */
  static ProblemException missing() {
    return new ProblemException(
        Response.Status.BAD_REQUEST,
        "the body must be a JSON object with the text field \"to\"; " + RewindPlaces.EXPECTED);
  }
}
