// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Load;
import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;
import java.util.Map;

/** A backlog is built. */
record KafkaBuild(KafkaClients clients, Order order) implements Load {
  @Override
  public void prepare() throws InterruptedException {
    clients.createTopic(order.destination());
  }

  @Override
  public LoadResult run() {
    long start = System.nanoTime();
    try (KafkaPipeline pipeline = new KafkaPipeline(clients.producer(Map.of()), order)) {
      for (int i = 0; i < order.messages(); i++) {
        pipeline.send();
      }
      pipeline.drain();
    }
    return LoadResult.of(order.messages(), start);
  }
}
