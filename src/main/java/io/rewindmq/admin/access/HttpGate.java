// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.rewindmq.broker.Authenticator;
import io.rewindmq.broker.PeerAddress;
import io.rewindmq.broker.permission.BrokerRight;
import io.rewindmq.broker.user.Identification;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSession;

/**
 * Everything over HTTP comes through here: who asks is found out by the same desk as for messaging,
 * before anything else is done. Health is open to everybody, metrics as {@link GateRules} says.
 */
@Singleton
class HttpGate {
  private static final int BEFORE_EVERYTHING = 1_000;
  private static final String HEALTH = "/q/health";
  private static final String METRICS = "/q/metrics";

  private final HttpLogins logins;
  private final GateRules rules;
  private final BrowserRules browsers;

  @Inject
  HttpGate(HttpLogins logins, GateRules rules) {
    this.logins = logins;
    this.rules = rules;
    this.browsers = new BrowserRules(rules.httpHost());
  }

  void register(@Observes Filters filters) {
    filters.register(this::enter, BEFORE_EVERYTHING);
  }

  private void enter(RoutingContext context) {
    String path = context.normalizedPath();
    PeerAddress peer = peer(context.request());
    if (isAt(path, HEALTH) || (isAt(path, METRICS) && areMetricsOpen(context, peer))) {
      context.next();
      return;
    }
    if (bodyBytes(context.request()) > rules.bodyBytesMax()) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      refuse(context, 413, "the body has more than " + rules.bodyBytesMax() + " bytes");
      return;
    }
    Optional<String> objection = browsers.objectionToOrigin(context.request());
    if (objection.isPresent()) {
      refuse(context, 403, objection.get());
      return;
    }
    Authenticator.Attempt attempt =
        AuthorizationHeader.attempt(peer, context.request().getHeader(HttpHeaders.AUTHORIZATION));
    CompletableFuture<Identification> found = logins.identify(attempt).toCompletableFuture();
    if (found.isDone()) {
      decide(context, peer, found.join());
    } else {
      Context loop = context.vertx().getOrCreateContext();
      CompletableFuture<?> _ =
          found.thenAccept(who -> loop.runOnContext(later -> decide(context, peer, who)));
    }
  }

  private void decide(RoutingContext context, PeerAddress peer, Identification found) {
    switch (found) {
      case Identification.Refused(Identification.Why why, String text) -> {
        int status =
            switch (why) {
              case LIMIT -> 429;
              case UNAVAILABLE -> 503;
              case WRONG -> 401;
            };
        refuse(context, status, text);
      }
      case Identification.Known known -> admit(context, new Caller(known, peer));
    }
  }

  private void admit(RoutingContext context, Caller caller) {
    if (caller.identity().by() == Identification.By.NEARNESS) {
      Optional<String> objection = browsers.objectionToOpenness(context.request());
      if (objection.isPresent()) {
        refuse(context, 403, objection.get());
        return;
      }
    }
    AdminRequest request = new AdminRequest(caller);
    if (isAt(context.normalizedPath(), METRICS) && !request.may(BrokerRight.MONITOR)) {
      refuse(context, 403, request.lacks(BrokerRight.MONITOR));
      return;
    }
    CurrentRequest.put(context, request);
    context.next();
  }

  /** As announced; -1 = not announced. */
  private static long bodyBytes(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException none) {
      return -1;
    }
  }

  private boolean areMetricsOpen(RoutingContext context, PeerAddress peer) {
    return switch (rules.metrics()) {
      case OPEN -> true;
      case LOGIN -> false;
      case LOOPBACK -> peer.loopback() && !BrowserRules.cameThroughProxy(context.request());
    };
  }

  private static boolean isAt(String path, String place) {
    return path.equals(place) || path.startsWith(place + "/");
  }

  private PeerAddress peer(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    String host = address.hostAddress();
    PeerAddress peer = new PeerAddress(host + ":" + address.port(), BrowserRules.isLoopback(host));
    SSLSession session = request.sslSession();
    return session == null ? peer : peer.over(session.getProtocol(), logins.shown(session));
  }

  private static void refuse(RoutingContext context, int status, String detail) {
    String title =
        switch (status) {
          case 401 -> "Unauthorized";
          case 403 -> "Forbidden";
          case 413 -> "Content Too Large";
          case 429 -> "Too Many Requests";
          default -> "Service Unavailable";
        };
    if (status == 401) {
      context
          .response()
          .putHeader("WWW-Authenticate", "Basic realm=\"RewindMQ\", charset=\"UTF-8\"");
    }
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(
            new JsonObject()
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .encode());
  }
}
