// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.broker.user.LoginThrottle;
import java.util.Map;

/**
 * How logins go.
 *
 * @param refusedOverHttp requests over HTTP that were not let in, by reason
 * @param throttle how those who guess passwords are slowed down
 */
public record LoginFigures(Map<String, Long> refusedOverHttp, LoginThrottle throttle) {
  public LoginFigures {
    refusedOverHttp = Map.copyOf(refusedOverHttp);
  }
}
