// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.operation;

import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.LoopRequests;
import io.rewindmq.broker.definition.Operations;
import io.rewindmq.broker.message.MessageGateway;
import io.rewindmq.platform.random.RandomSource;
import io.rewindmq.shard.Shard;

/** Puts together what carries out administrators' questions and orders about messages. */
public final class ShardMessages {
  private ShardMessages() {}

  /**
   * Of one shard.
   *
   * @param random makes the connection id that sent messages have
   */
  public static MessageGateway gateway(
      Shard shard,
      Operations operations,
      LoopRequests requests,
      BrokerOptions options,
      BrokerPorts ports,
      RandomSource random) {
    return new ShardMessageGateway(
        requests,
        new MessageQuestions(shard, ports.selectors()),
        new OperationDesk(shard, operations, options, ports),
        new MessageSender(shard, ports, random.nextLong() | 1, options.messageBytesMax()));
  }
}
