// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Clients with their defaults, but for what is said.
 *
 * @param address of the broker
 */
record KafkaClients(String address) {
  /** How long a poll waits. */
  static final Duration POLL = Duration.ofMillis(100);

  /** Sends that wait for their confirmation are not held back to fill a batch. */
  static final Map<String, Object> AT_ONCE = Map.of("linger.ms", 0);

  KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", address);
    all.putIfAbsent("acks", "all");
    all.put("key.serializer", ByteArraySerializer.class);
    all.put("value.serializer", ByteArraySerializer.class);
    return new KafkaProducer<>(all);
  }

  /** Reads the one partition of a topic in a group of its own. */
  KafkaConsumer<byte[], byte[]> consumer(String topic, String group, int pollMax) {
    Map<String, Object> all = new HashMap<>();
    all.put("bootstrap.servers", address);
    all.put("group.id", group);
    all.put("auto.offset.reset", "earliest");
    all.put("max.poll.records", pollMax);
    all.put("key.deserializer", ByteArrayDeserializer.class);
    all.put("value.deserializer", ByteArrayDeserializer.class);
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(all);
    consumer.assign(List.of(new TopicPartition(topic, 0)));
    return consumer;
  }

  /** Of one partition. */
  void createTopic(String name) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw failed("cannot create topic " + name, e);
    }
  }

  void deleteTopic(String name) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.deleteTopics(List.of(name)).all().get();
    } catch (ExecutionException e) {
      throw failed("cannot delete topic " + name, e);
    }
  }

  static IllegalStateException failed(String what, ExecutionException e) {
    return new IllegalStateException(what + ": " + e.getCause(), e);
  }
}
