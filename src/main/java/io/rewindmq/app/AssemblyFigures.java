// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.flow.HoldingArea;
import io.rewindmq.health.BrokerFigures;
import io.rewindmq.net.SocketFigures;
import io.rewindmq.platform.thread.Fill;
import io.rewindmq.shard.state.ShardFigures;
import java.util.Map;

/** Gathers what the parts of a broker count. */
final class AssemblyFigures {
  private AssemblyFigures() {}

  static BrokerFigures of(
      AssemblyOptions options, ShardThreads threads, ServedShard served, SocketFigures sockets) {
    return new BrokerFigures(
        served.watch().counts(),
        threads.loop().figures(),
        served.watch().figures(),
        served.broker().clients(),
        new BrokerFigures.Sockets(
            sockets.isListening(),
            sockets.connections(),
            options.listener().connectionsMax(),
            sockets.paused(),
            sockets.brokenPeers()),
        threads.fills(),
        buffers(options, served, sockets));
  }

  private static Map<String, Fill> buffers(
      AssemblyOptions options, ServedShard served, SocketFigures sockets) {
    ShardFigures shard = served.watch().counts();
    long tailCacheMax = options.journal().tailCacheBytes();
    long connections = sockets.connections();
    return Map.of(
        "unwritten",
        new Fill(shard.unwrittenBytes(), tailCacheMax),
        "tail_cache",
        new Fill(shard.tailCacheBytes(), tailCacheMax),
        "held_sends",
        new Fill(served.broker().clients().heldBytes(), HoldingArea.BYTES_MAX),
        "inbound",
        new Fill(sockets.inboundBytes(), connections * options.listener().inboundBytesMax()),
        "outbound",
        new Fill(sockets.outboundBytes(), connections * options.listener().outboundBytesMax()),
        "socket_pool",
        new Fill(sockets.directBytes(), Fill.UNBOUNDED));
  }
}
