// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Load;
import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A topic is read from its start; 100 messages a commit where that is asked for. */
record KafkaRead(KafkaClients clients, Order order) implements Load {
  private static final int A_COMMIT = 100;
  private static final int BY_DEFAULT = 500;

  @Override
  public void prepare() throws InterruptedException {
    KafkaBuild backlog = new KafkaBuild(clients, order);
    backlog.prepare();
    LoadResult unused = backlog.run();
  }

  @Override
  public LoadResult run() {
    boolean commits = order.kind() == Order.Kind.TRANSACTED_RECEIVE;
    long start = System.nanoTime();
    try (KafkaConsumer<byte[], byte[]> consumer =
        clients.consumer(
            order.destination(), order.destination(), commits ? A_COMMIT : BY_DEFAULT)) {
      int received = 0;
      while (received < order.messages()) {
        received += consumer.poll(KafkaClients.POLL).count();
        if (commits) {
          consumer.commitSync();
        }
      }
      return LoadResult.of(received, start);
    }
  }
}
