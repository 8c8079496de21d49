// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.ClientFigures;
import io.rewindmq.broker.LoopRequests;
import io.rewindmq.broker.client.TurnTime;
import io.rewindmq.broker.definition.Definitions;
import io.rewindmq.broker.flow.HoldingArea;
import io.rewindmq.broker.message.MessageGateway;
import io.rewindmq.broker.operation.ShardMessages;
import io.rewindmq.broker.trace.ConsumerTraces;
import io.rewindmq.platform.random.SystemRandom;
import io.rewindmq.shard.Shard;
import org.jspecify.annotations.Nullable;

/** What all connections of a broker share. */
record Services(
    BrokerOptions options,
    Shard shard,
    BrokerPorts ports,
    Definitions definitions,
    HoldingArea holding,
    ClientFigures figures,
    TurnTime time) {
  static Services of(BrokerOptions options, Shard shard, BrokerPorts ports) {
    Definitions definitions = Definitions.of(shard, ports.catalog(), ports.loop());
    ClientFigures figures = new ClientFigures();
    HoldingArea holding =
        new HoldingArea(ports.loop(), ports.clock(), options.blockMillisMax(), figures);
    return new Services(
        options, shard, ports, definitions, holding, figures, new TurnTime(ports.clock()));
  }

  /** What administrators may do with messages. */
  MessageGateway messages(LoopRequests requests) {
    return ShardMessages.gateway(
        shard, definitions.operations(), requests, options, ports, new SystemRandom());
  }

  /** Of a consumer of that destination; null while tracing is off. */
  @Nullable ConsumerTraces traces(String destination) {
    return ConsumerTraces.with(ports.tracing(), ports.clock(), destination);
  }
}
