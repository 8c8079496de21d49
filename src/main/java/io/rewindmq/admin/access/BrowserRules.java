// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.access;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages in browsers from administering the broker behind their users' backs.
 *
 * <p>A page of another site can send simple requests here, with the password that the browser
 * remembers: what changes something is refused when the browser says that it comes from elsewhere.
 * And a page can have the name of its own site point to this machine: while nobody has to log in,
 * the request must name this machine as people do, and must not have come through a proxy, behind
 * which anybody may be.
 */
final class BrowserRules {
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final List<String> OF_PROXIES =
      List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

  private final String httpHost;

  BrowserRules(String httpHost) {
    this.httpHost = httpHost.toLowerCase(Locale.ROOT);
  }

  /** Why the request is refused, whoever asks; empty = it is not. */
  Optional<String> objectionToOrigin(HttpServerRequest request) {
    if (READING.contains(request.method())) {
      return Optional.empty();
    }
    String origin = request.getHeader("Origin");
    String site = request.getHeader("Sec-Fetch-Site");
    boolean isForeign =
        (origin != null && !isOwn(origin, request.authority()))
            || (site != null && !site.equals("same-origin") && !site.equals("none"));
    return isForeign
        ? Optional.of("a page of another site may not change anything here")
        : Optional.empty();
  }

  /** Why the request is refused when nobody has to log in; empty = it is not. */
  Optional<String> objectionToOpenness(HttpServerRequest request) {
    if (cameThroughProxy(request)) {
      return Optional.of(
          "the request came through a proxy, behind which anybody may be: add users first, then log"
              + " in");
    }
    HostAndPort authority = request.authority();
    if (authority != null && !isOwnName(authority.host())) {
      return Optional.of(
          "while the broker has no users, it is administered as localhost, not as "
              + authority.host());
    }
    return Optional.empty();
  }

  static boolean cameThroughProxy(HttpServerRequest request) {
    return OF_PROXIES.stream().anyMatch(request.headers()::contains);
  }

  private boolean isOwnName(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.equals(httpHost) || isLoopback(name);
  }

  /** Whether it is an address in digits, and one of this machine. */
  static boolean isLoopback(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    try {
      return InetAddress.ofLiteral(bare).isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  private static boolean isOwn(String origin, @Nullable HostAndPort authority) {
    try {
      URI uri = URI.create(origin);
      int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
      return authority != null
          && authority.host().equalsIgnoreCase(uri.getHost())
          && (authority.port() < 0 ? port == 80 || port == 443 : authority.port() == port);
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }
}
