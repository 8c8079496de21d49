// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Order;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Sends without waiting; a send that fails is found out when it is drained. */
final class KafkaPipeline implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private final Order order;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  KafkaPipeline(KafkaProducer<byte[], byte[]> producer, Order order) {
    this.producer = producer;
    this.order = order;
  }

  void send() {
    send(new byte[order.bytes()]);
  }

  void send(byte[] body) {
    var unused =
        producer.send(
            new ProducerRecord<>(order.destination(), body),
            (metadata, e) -> {
              if (e != null) {
                failure.set(e);
              }
            });
  }

  /** Returns when everything is confirmed. */
  void drain() {
    producer.flush();
    Exception e = failure.get();
    if (e != null) {
      throw new IllegalStateException("a send failed: " + e, e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
