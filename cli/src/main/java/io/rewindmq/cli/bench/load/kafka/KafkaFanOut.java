// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Load;
import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * One producer, and {@code count} groups that read what it sends; deliveries are counted.
 *
 * @param acks what a send waits for
 */
record KafkaFanOut(KafkaClients clients, Order order, String acks) implements Load {
  private static final int POLL_MAX = 500;

  @Override
  public void prepare() throws InterruptedException {
    clients.createTopic(order.destination());
  }

  @Override
  public LoadResult run() throws InterruptedException {
    AtomicLong sent = new AtomicLong(-1);
    CountDownLatch reading = new CountDownLatch(order.count());
    try (ExecutorService threads = Executors.newFixedThreadPool(order.count());
        KafkaPipeline pipeline = new KafkaPipeline(clients.producer(Map.of("acks", acks)), order)) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < order.count(); i++) {
        String group = order.destination() + "-" + i;
        readers.add(threads.submit(() -> read(group, sent, reading)));
      }
      reading.await();
      long start = System.nanoTime();
      long end = start + TimeUnit.SECONDS.toNanos(order.seconds());
      long count = 0;
      for (; System.nanoTime() < end; count++) {
        pipeline.send();
      }
      pipeline.drain();
      sent.set(count);
      long received = 0;
      for (Future<Long> reader : readers) {
        received += reader.get();
      }
      return LoadResult.of(received, start);
    } catch (ExecutionException e) {
      throw KafkaClients.failed("a reader failed", e);
    }
  }

  /** Reads until it has as many as were sent. */
  private long read(String group, AtomicLong sent, CountDownLatch reading) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        clients.consumer(order.destination(), group, POLL_MAX)) {
      long received = consumer.poll(KafkaClients.POLL).count();
      reading.countDown();
      while (sent.get() < 0 || received < sent.get()) {
        received += consumer.poll(KafkaClients.POLL).count();
      }
      return received;
    }
  }
}
