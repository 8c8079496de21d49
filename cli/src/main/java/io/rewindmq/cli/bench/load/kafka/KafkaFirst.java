// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Load;
import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Waits for the first message of a topic, from a broker that may be starting. */
record KafkaFirst(KafkaClients clients, Order order) implements Load {
  @Override
  public LoadResult run() {
    long start = System.nanoTime();
    try (KafkaConsumer<byte[], byte[]> consumer =
        clients.consumer(order.destination(), order.destination() + "-" + start, 1)) {
      while (consumer.poll(KafkaClients.POLL).isEmpty()) {
        // it connects by itself
      }
      return LoadResult.of(1, start);
    }
  }
}
