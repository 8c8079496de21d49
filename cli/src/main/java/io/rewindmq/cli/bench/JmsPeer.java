// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench;

import io.rewindmq.cli.bench.load.LoadClient;
import java.util.List;

/** A Jakarta Messaging provider: the same load for all. */
interface JmsPeer extends Peer {
  /** Class of the connection factory, with a constructor that takes {@link #url}. */
  String factoryClass();

  /** With the provider's defaults. */
  String url();

  /** Where a CompletionListener hears of the broker's confirmation and nothing less. */
  String confirmingUrl();

  @Override
  default boolean canDo(Scenario scenario) {
    return scenario != Scenario.REPLAY;
  }

  @Override
  default String loadClass() {
    return LoadClient.class.getName();
  }

  @Override
  default List<String> loadArguments() {
    return List.of(factoryClass(), url(), confirmingUrl());
  }
}
