// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Load;
import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Messages at a rate; times from when each was due to when it was received. */
record KafkaPaced(KafkaClients clients, Order order) implements Load {
  private static final long SLOWEST_NANOS = 60_000_000_000L;
  private static final int POLL_MAX = 500;

  @Override
  public void prepare() throws InterruptedException {
    clients.createTopic(order.destination());
  }

  @Override
  public LoadResult run() throws InterruptedException {
    long count = (long) order.count() * order.seconds();
    CountDownLatch reading = new CountDownLatch(1);
    try (ExecutorService reader = Executors.newSingleThreadExecutor();
        KafkaPipeline pipeline = new KafkaPipeline(clients.producer(KafkaClients.AT_ONCE), order)) {
      Future<Histogram> times = reader.submit(() -> read(count, reading));
      reading.await();
      long start = System.nanoTime();
      for (long i = 0; i < count; i++) {
        long due = start + i * TimeUnit.SECONDS.toNanos(1) / order.count();
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        pipeline.send(ByteBuffer.allocate(order.bytes()).putLong(due).array());
      }
      pipeline.drain();
      return LoadResult.of(times.get(), start);
    } catch (ExecutionException e) {
      throw KafkaClients.failed("the reader failed", e);
    }
  }

  private Histogram read(long count, CountDownLatch reading) {
    Histogram times = new Histogram(SLOWEST_NANOS, 3);
    try (KafkaConsumer<byte[], byte[]> consumer =
        clients.consumer(order.destination(), order.destination(), POLL_MAX)) {
      var none = consumer.poll(KafkaClients.POLL);
      reading.countDown();
      for (long received = none.count(); received < count; ) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(KafkaClients.POLL)) {
          long nanos = System.nanoTime() - ByteBuffer.wrap(message.value()).getLong();
          times.recordValue(Math.clamp(nanos, 0, SLOWEST_NANOS));
          received++;
        }
      }
    }
    return times;
  }
}
