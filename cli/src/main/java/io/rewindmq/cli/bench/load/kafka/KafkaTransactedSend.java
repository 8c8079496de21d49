// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Load;
import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Transactions of 100 sends. */
record KafkaTransactedSend(KafkaClients clients, Order order) implements Load {
  private static final int A_COMMIT = 100;

  @Override
  public void prepare() throws InterruptedException {
    clients.createTopic(order.destination());
  }

  @Override
  public LoadResult run() {
    try (KafkaProducer<byte[], byte[]> producer =
        clients.producer(Map.of("transactional.id", order.destination()))) {
      producer.initTransactions();
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(order.seconds());
      long sent = 0;
      while (System.nanoTime() < end) {
        producer.beginTransaction();
        for (int i = 0; i < A_COMMIT; i++) {
          var unused =
              producer.send(new ProducerRecord<>(order.destination(), new byte[order.bytes()]));
        }
        producer.commitTransaction();
        sent += A_COMMIT;
      }
      return LoadResult.of(sent, start);
    }
  }
}
