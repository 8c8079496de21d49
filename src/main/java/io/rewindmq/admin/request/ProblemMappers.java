// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.request;

import io.rewindmq.broker.AdminException;
import io.rewindmq.broker.catalog.CatalogException;
import io.vertx.ext.web.handler.HttpException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into problems. */
class ProblemMappers {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemMappers.class);

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
      case null, default -> map((Throwable) failure);
    };
  }

  /** What the framework refuses: an unknown path, a method or type that is not meant. */
  @ServerExceptionMapper
  Response map(WebApplicationException failure) {
    Response.StatusType status = failure.getResponse().getStatusInfo();
    String detail =
        switch (status.getStatusCode()) {
          case 404 -> "there is nothing at this path";
          case 405 -> "this path does not know that method";
          case 406 -> "the answer is JSON, which the header Accept excludes";
          case 415 -> "the body must be announced as Content-Type: application/json";
          default -> "the request can't be taken: " + status.getReasonPhrase();
        };
    return new Problem(status.getReasonPhrase(), status.getStatusCode(), detail).response();
  }

  /** What can't be read of the request's head, such as a query with broken percent-encoding. */
  @ServerExceptionMapper
  Response map(HttpException failure) {
    Response.Status status = Response.Status.fromStatusCode(failure.getStatusCode());
    return Problem.of(
            status == null ? Response.Status.BAD_REQUEST : status,
            "the request is not as HTTP wants it, for example its percent-encoding")
        .response();
  }

  /** An error of ours: the client is only told where to look. */
  @ServerExceptionMapper
  Response map(Throwable failure) {
    LOG.error("RWQ-0649 a request failed", failure);
    return Problem.of(
            Response.Status.INTERNAL_SERVER_ERROR,
            "an error inside the broker; its log has it as RWQ-0649")
        .response();
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
