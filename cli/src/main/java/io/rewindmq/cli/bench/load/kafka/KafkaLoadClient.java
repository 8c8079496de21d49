// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.cli.bench.load.kafka;

import io.rewindmq.cli.bench.load.Load;
import io.rewindmq.cli.bench.load.LoadClient;
import io.rewindmq.cli.bench.load.Order;
import java.io.IOException;

/** The load generator's process for Kafka; it understands what {@link LoadClient} understands. */
public final class KafkaLoadClient {
  private KafkaLoadClient() {}

  /**
   * Serves orders until its input ends.
   *
   * @param args address of the broker, {@code host:port}
   */
  public static void main(String[] args) throws IOException {
    KafkaClients clients = new KafkaClients(args[0]);
    LoadClient.serve(order -> load(clients, order));
  }

  private static Load load(KafkaClients clients, Order order) {
    return switch (order.kind()) {
      case SYNC_SEND -> new KafkaSyncSend(clients, order);
      case ASYNC_SEND -> new KafkaAsyncSend(clients, order);
      case FLOW_AUTO, FLOW_DUPS_OK -> new KafkaFanOut(clients, order, "1");
      case FAN_OUT -> new KafkaFanOut(clients, order, "all");
      case PACED -> new KafkaPaced(clients, order);
      case TRANSACTED_SEND -> new KafkaTransactedSend(clients, order);
      case BUILD -> new KafkaBuild(clients, order);
      case DRAIN, REPLAY, TRANSACTED_RECEIVE -> new KafkaRead(clients, order);
      case QUEUES -> new KafkaTopics(clients, order);
      case FIRST -> new KafkaFirst(clients, order);
      case EMPTY, UNSUBSCRIBE -> new KafkaCleanUp(clients, order);
      case SELECT -> throw new IllegalArgumentException("Kafka has no selectors");
      case FLOW_TRACED -> throw new IllegalArgumentException("Kafka's broker follows no traces");
    };
  }
}
