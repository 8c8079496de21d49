// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.user.TokenCheck;
import io.rewindmq.config.RewindConfig;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.RoleExecutor;
import io.rewindmq.token.JwtCheck;
import io.rewindmq.token.JwtOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tokens are taken, by the settings. */
final class TokenSettings {
  private TokenSettings() {}

  /**
   * The check of tokens; null = none are taken.
   *
   * @throws StartFailure a setting is wrong or missing
   */
  static @Nullable TokenCheck check(RewindConfig.Jwt config, RoleExecutor workers, Clock clock) {
    if (config.jwks().equals(RewindConfig.NONE)) {
      return null;
    }
    for (String needed : List.of(config.issuer(), config.audience())) {
      if (needed.equals(RewindConfig.NONE)) {
        throw new StartFailure(
            ExitCode.BAD_SETTING,
            "RWQ-0903 rewind.security.jwt.jwks needs rewind.security.jwt.issuer and"
                + " rewind.security.jwt.audience: which tokens are meant for this broker");
      }
    }
    try {
      return JwtCheck.of(
          new JwtOptions(
              JwtOptions.place(config.jwks()),
              config.issuer(),
              config.audience(),
              config.userClaim(),
              config.rolesClaim()),
          workers,
          clock);
    } catch (IllegalArgumentException e) {
      throw new StartFailure(
          ExitCode.BAD_SETTING, "RWQ-0902 rewind.security.jwt.jwks: " + e.getMessage());
    }
  }
}
