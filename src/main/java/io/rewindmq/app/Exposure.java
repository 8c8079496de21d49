// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.config.RewindConfig;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether other machines can reach the broker: messaging or HTTP listens to an address that is not
 * certainly of this machine alone. A name counts as reachable unless it is {@code localhost}, since
 * what it stands for can change.
 */
@Singleton
@AnyThread // immutable
class Exposure {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

  private final boolean isAnonymousAllowed;
  private final Optional<String> reachable;

  @Inject
  Exposure(RewindConfig config, @ConfigProperty(name = "quarkus.http.host") String httpHost) {
    this(config.security().anonymous(), config.listen().host(), httpHost);
  }

  Exposure(boolean isAnonymousAllowed, String listenHost, String httpHost) {
    this.isAnonymousAllowed = isAnonymousAllowed;
    this.reachable =
        isLoopback(listenHost)
            ? isLoopback(httpHost) ? Optional.empty() : Optional.of("HTTP on " + httpHost)
            : Optional.of("messaging on " + listenHost);
  }

  /** What other machines can reach, for people. */
  Optional<String> reachable() {
    return reachable;
  }

  /** Whether the broker lets nobody in before it has users. */
  boolean needsUsers() {
    return reachable.isPresent() && !isAnonymousAllowed;
  }

  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host.strip().toLowerCase(Locale.ROOT)).matches();
  }
}
