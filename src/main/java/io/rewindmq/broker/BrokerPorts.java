// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import io.rewindmq.broker.catalog.Catalog;
import io.rewindmq.platform.clock.Clock;
import io.rewindmq.platform.thread.LaterExecutor;

/**
 * What a broker is plugged into.
 *
 * @param loop runs {@code SHARD_LOOP}; takes the catalog's answers, at most one at a time
 * @param tracing takes spans of messages
 */
public record BrokerPorts(
    Catalog catalog,
    LaterExecutor loop,
    Clock clock,
    Authenticator authenticator,
    SelectorCompiler selectors,
    MessageTracing tracing) {
  /** Without tracing. */
  public BrokerPorts(
      Catalog catalog,
      LaterExecutor loop,
      Clock clock,
      Authenticator authenticator,
      SelectorCompiler selectors) {
    this(catalog, loop, clock, authenticator, selectors, MessageTracing.OFF);
  }
}
