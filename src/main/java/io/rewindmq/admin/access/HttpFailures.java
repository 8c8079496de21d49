// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.access;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what fails outside of REST's methods with a problem, too: a path that is none, a body
 * that is too large, and errors of our own, of which the client is only told where to look.
 */
@Singleton
class HttpFailures {
  private static final int FIRST = Integer.MIN_VALUE;
  private static final int LAST = Integer.MAX_VALUE;
  private static final List<Integer> WITHOUT_ROUTE =
      List.of(400, 404, 405, 406, 413, 414, 415, 500);
  private static final Logger LOG = LoggerFactory.getLogger(HttpFailures.class);

  void register(@Observes Router router) {
    router.route().order(FIRST).failureHandler(HttpFailures::failed);
    // what fails before a route is found
    WITHOUT_ROUTE.forEach(status -> router.errorHandler(status, HttpFailures::failed));
    router
        .route()
        .order(LAST)
        .handler(context -> answer(context, 404, "there is nothing at this path"));
  }

  private static void failed(RoutingContext context) {
    int status = context.statusCode();
    if (status < 400 || status >= 500) {
      Throwable failure = context.failure();
      LOG.error("RWQ-0649 a request failed: {}", context.request().method(), failure);
      answer(context, 500, "an error inside the broker; its log has it as RWQ-0649");
      return;
    }
    answer(
        context,
        status,
        switch (status) {
          case 400 -> "the request is not as HTTP wants it, for example its percent-encoding";
          case 404 -> "there is nothing at this path";
          case 405 -> "this path does not know that method";
          case 413 -> "the body has more than 64 KiB";
          default -> "the request can't be taken";
        });
  }

  private static void answer(RoutingContext context, int status, String detail) {
    if (context.response().ended()) {
      return;
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(
            new JsonObject()
                .put("title", title(status))
                .put("status", status)
                .put("detail", detail)
                .encode());
  }

  private static String title(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return known == null ? "Refused" : known.getReasonPhrase();
  }
}
