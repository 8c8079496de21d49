// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.access;

/**
 * What the gate needs to know of the configuration.
 *
 * @param httpHost where HTTP listens: browsers may call it so
 * @param bodyBytesMax largest body
 */
public record GateRules(String httpHost, Metrics metrics, long bodyBytesMax) {
  /** Who may read the metrics. */
  public enum Metrics {
    /** Whoever comes from this machine; others need the right to monitor. */
    LOOPBACK,
    /** Who has the right to monitor. */
    LOGIN,
    /** Everybody. */
    OPEN
  }
}
