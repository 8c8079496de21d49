// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.BrokerPorts;
import io.rewindmq.broker.LoopRequests;
import io.rewindmq.broker.client.ClientRoster;
import io.rewindmq.broker.client.LoopClientRoster;
import io.rewindmq.broker.connection.Broker;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.shard.Shard;
import io.rewindmq.shard.ShardLoop;
import io.rewindmq.shard.watch.ShardWatch;

/**
 * What lives on the shard's loop.
 *
 * @param broker the clients' connections
 * @param clients for administrators
 * @param watch what the shard has done, and how its objects are
 */
@AnyThread // the broker belongs to SHARD_LOOP, the others are safe
record ServedShard(Broker broker, ClientRoster clients, ShardWatch watch) {
  /** On {@code SHARD_LOOP}, before it runs. */
  static ServedShard of(AssemblyOptions options, Shard shard, ShardLoop loop, BrokerPorts ports) {
    shard.watch().start(options.watch(), loop, ports.clock());
    Broker broker = new Broker(options.broker(), shard, ports);
    return new ServedShard(
        broker,
        new LoopClientRoster(broker.roster(), new LoopRequests(shard, loop::offer)),
        shard.watch());
  }
}
