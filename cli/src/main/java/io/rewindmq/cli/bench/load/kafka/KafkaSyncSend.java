// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Load;
import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Every producer waits for each confirmation. */
record KafkaSyncSend(KafkaClients clients, Order order) implements Load {
  private static final long SLOWEST_NANOS = 60_000_000_000L;

  @Override
  public void prepare() throws InterruptedException {
    clients.createTopic(order.destination());
  }

  @Override
  public LoadResult run() throws InterruptedException {
    List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(order.count())) {
      for (int i = 0; i < order.count(); i++) {
        producers.add(clients.producer(KafkaClients.AT_ONCE));
      }
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(order.seconds());
      List<Future<Histogram>> running = new ArrayList<>();
      for (KafkaProducer<byte[], byte[]> producer : producers) {
        running.add(threads.submit(() -> send(producer, end)));
      }
      Histogram all = new Histogram(SLOWEST_NANOS, 3);
      for (Future<Histogram> producer : running) {
        all.add(producer.get());
      }
      return LoadResult.of(all, start);
    } catch (ExecutionException e) {
      throw KafkaClients.failed("a producer failed", e);
    } finally {
      producers.forEach(KafkaProducer::close);
    }
  }

  private Histogram send(KafkaProducer<byte[], byte[]> producer, long end)
      throws InterruptedException, ExecutionException {
    Histogram times = new Histogram(SLOWEST_NANOS, 3);
    for (long start = System.nanoTime(); start < end; ) {
      var unused =
          producer.send(new ProducerRecord<>(order.destination(), new byte[order.bytes()])).get();
      long now = System.nanoTime();
      times.recordValue(Math.min(now - start, SLOWEST_NANOS));
      start = now;
    }
    return times;
  }
}
