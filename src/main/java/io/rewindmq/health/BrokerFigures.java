// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.health;

import io.rewindmq.broker.ClientFigures;
import io.rewindmq.platform.thread.AnyThread;
import io.rewindmq.platform.thread.Fill;
import io.rewindmq.shard.state.ShardFigures;
import io.rewindmq.shard.watch.LoopFigures;
import io.rewindmq.shard.watch.ObjectFigures;
import java.util.HashMap;
import java.util.Map;

/**
 * What a running broker counts.
 *
 * @param shard what it has done
 * @param loop how long turns and forces take
 * @param objects what the last walk over destinations and groups found
 * @param clients how logins and connections ended
 * @param sockets how the sockets are now
 * @param queues by name: tasks that wait for a thread
 * @param buffers by name: bytes in memory
 */
@AnyThread // its parts
public record BrokerFigures(
    ShardFigures shard,
    LoopFigures loop,
    ObjectFigures objects,
    ClientFigures clients,
    Sockets sockets,
    Map<String, Fill> queues,
    Map<String, Fill> buffers) {
  /** The same with one queue more. */
  public BrokerFigures withQueue(String name, Fill fill) {
    Map<String, Fill> more = new HashMap<>(queues);
    more.put(name, fill);
    return new BrokerFigures(shard, loop, objects, clients, sockets, Map.copyOf(more), buffers);
  }

  /**
   * Client sockets.
   *
   * @param isListening whether new ones are accepted
   * @param paused that are not read at present
   * @param brokenPeers ended before the broker saw a frame
   */
  public record Sockets(boolean isListening, int open, int max, int paused, long brokenPeers) {}
}
