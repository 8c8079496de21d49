// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.definition.Definitions;
import io.rewindmq.broker.flow.HoldingArea;
import io.rewindmq.shard.Shard;

/** What all connections of a broker share. */
record Services(
    BrokerOptions options,
    Shard shard,
    BrokerPorts ports,
    Definitions definitions,
    HoldingArea holding) {
  static Services of(BrokerOptions options, Shard shard, BrokerPorts ports) {
    Definitions definitions = Definitions.of(shard, ports.catalog(), ports.loop());
    HoldingArea holding = new HoldingArea(ports.loop(), ports.clock(), options.blockMillisMax());
    return new Services(options, shard, ports, definitions, holding);
  }
}
