// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.connection;

import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.definition.Definitions;
import io.rewindmq.shard.Shard;

/** What all connections of a broker share. */
record Services(BrokerOptions options, Shard shard, BrokerPorts ports, Definitions definitions) {
  static Services of(BrokerOptions options, Shard shard, BrokerPorts ports) {
    Definitions definitions = Definitions.of(shard, ports.catalog(), ports.loop());
    return new Services(options, shard, ports, definitions);
  }
}
