// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.request;

import jakarta.ws.rs.core.Response;

/** A request that is answered with a problem. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Response.Status status, String detail) {
    super(detail);
    this.problem = Problem.of(status, detail);
  }

  public Problem problem() {
    return problem;
  }
}
