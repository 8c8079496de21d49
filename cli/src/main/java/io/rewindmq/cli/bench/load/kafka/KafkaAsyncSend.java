// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Load;
import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One producer that does not wait, as far as its buffer goes. */
record KafkaAsyncSend(KafkaClients clients, Order order) implements Load {
  @Override
  public void prepare() throws InterruptedException {
    clients.createTopic(order.destination());
  }

  @Override
  public LoadResult run() {
    try (KafkaPipeline pipeline = new KafkaPipeline(clients.producer(Map.of()), order)) {
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(order.seconds());
      long sent = 0;
      for (; System.nanoTime() < end; sent++) {
        pipeline.send();
      }
      pipeline.drain();
      return LoadResult.of(sent, start);
    }
  }
}
