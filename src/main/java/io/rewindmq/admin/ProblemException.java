// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin;

import jakarta.ws.rs.core.Response;

/** A request that is answered with a problem. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Response.Status status, String detail) {
    super(detail);
    this.problem = Problem.of(status, detail);
  }

  Problem problem() {
    return problem;
  }
}
