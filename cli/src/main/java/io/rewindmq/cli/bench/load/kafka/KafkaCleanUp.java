// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Load;
import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;

/** The topic of an earlier order is deleted. */
record KafkaCleanUp(KafkaClients clients, Order order) implements Load {
  @Override
  public LoadResult run() throws InterruptedException {
    long start = System.nanoTime();
    clients.deleteTopic(order.destination());
    return LoadResult.of(1, start);
  }
}
