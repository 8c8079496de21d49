// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.request;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.catalog.CatalogException;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns failures into problems. */
class ProblemMappers {
  @ServerExceptionMapper
  Response map(ProblemException failure) {
    return failure.problem().response();
  }

  @ServerExceptionMapper
  Response map(AdminException failure) {
    return problem(failure).response();
  }

  @ServerExceptionMapper
  Response map(CatalogException failure) {
    return Problem.of(Response.Status.SERVICE_UNAVAILABLE, String.valueOf(failure.getMessage()))
        .response();
  }

  /** What a stage makes of a failure in one of its steps. */
  @ServerExceptionMapper
  Response map(CompletionException failure) {
    return switch (failure.getCause()) {
      case ProblemException known -> map(known);
      case AdminException known -> map(known);
      case CatalogException known -> map(known);
      case null, default ->
          Problem.of(Response.Status.INTERNAL_SERVER_ERROR, String.valueOf(failure.getMessage()))
              .response();
    };
  }

  private static Problem problem(AdminException failure) {
    String detail = String.valueOf(failure.getMessage());
    return switch (failure.reason()) {
      case INVALID -> Problem.of(Response.Status.BAD_REQUEST, detail);
      case NOT_FOUND -> Problem.of(Response.Status.NOT_FOUND, detail);
      case AMBIGUOUS, EXISTS, FORBIDDEN -> Problem.of(Response.Status.CONFLICT, detail);
      case BUSY, UNAVAILABLE -> Problem.of(Response.Status.SERVICE_UNAVAILABLE, detail);
    };
  }
}
