// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.broker.user.LoginThrottle;
import java.util.TreeMap;

/** Metrics of logins over HTTP, and of those who guess passwords anywhere. */
final class LoginExposition {
  private LoginExposition() {}

  static void add(MetricFamilies families, LoginFigures figures) {
    var refused =
        families.counter(
            "rewind_http_logins_failed", "Requests over HTTP that were not let in", "reason");
    new TreeMap<>(figures.refusedOverHttp())
        .forEach((reason, count) -> refused.with(count, reason));
    LoginThrottle throttle = figures.throttle();
    families
        .gauge(
            "rewind_failed_login_pairs", "Pairs of user and machine whose last logins have failed")
        .with(throttle.pairs());
    families
        .gauge("rewind_failed_login_pairs_max", "How many such pairs are remembered")
        .with(throttle.pairsMax());
    families
        .gauge(
            "rewind_failed_login_pairs_waiting",
            "Such pairs that have to wait before they may try again")
        .with(throttle.waiting());
  }
}
