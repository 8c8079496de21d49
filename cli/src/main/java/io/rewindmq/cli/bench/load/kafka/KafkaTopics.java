// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Load;
import io.rewindmq.cli.bench.load.LoadResult;
import io.rewindmq.cli.bench.load.Order;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** {@code count} topics made, used for one message and left. */
record KafkaTopics(KafkaClients clients, Order order) implements Load {
  @Override
  public LoadResult run() throws InterruptedException {
    long start = System.nanoTime();
    try (KafkaProducer<byte[], byte[]> producer = clients.producer(KafkaClients.AT_ONCE);
        KafkaConsumer<byte[], byte[]> consumer =
            clients.consumer(order.destination() + "-0", order.destination(), 1)) {
      for (int i = 0; i < order.count(); i++) {
        String topic = order.destination() + "-" + i;
        clients.createTopic(topic);
        var unused = producer.send(new ProducerRecord<>(topic, new byte[order.bytes()])).get();
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        while (consumer.poll(KafkaClients.POLL).isEmpty()) {
          // it was confirmed, so it comes
        }
      }
    } catch (ExecutionException e) {
      throw KafkaClients.failed("a send failed", e);
    }
    return LoadResult.of(order.count(), start);
  }
}
