// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.shard.dispatch.DispatchEngine;

/**
 * Bounds of a shard.
 *
 * @param tasksPerTurnMax mailbox tasks the loop takes before it dispatches and flushes
 * @param dispatch bounds of what a cursor delivers
 * @param readAheadBytes how much is fetched at once of what is no longer in memory, for each cursor
 * @param producerIdleMillis after which a producer's sequence is forgotten
 * @param objectsMax destinations, groups, producers and open transactions: at most so many of each
 * @param journalBytesTarget journal length beyond which the oldest segments are freed
 * @param destinations what the shard's own queues get, those for dead letters
 * @param messageBytesMax the largest message, all its parts together
 */
public record ShardOptions(
    int tasksPerTurnMax,
    DispatchEngine.Limits dispatch,
    int readAheadBytes,
    long producerIdleMillis,
    int objectsMax,
    long journalBytesTarget,
    DestinationSettings destinations,
    long messageBytesMax) {
  public static final ShardOptions DEFAULT =
      new ShardOptions(
          1024,
          new DispatchEngine.Limits(1000, 4096, 1 << 20, 1_000_000),
          1 << 20,
          24L * 60 * 60 * 1000,
          1_000_000,
          256L << 20,
          DestinationSettings.DEFAULT,
          1L << 30);

  public ShardOptions {
    atLeast("tasksPerTurnMax", tasksPerTurnMax, 1);
    atLeast("dispatch.markStep", dispatch.markStep(), 1);
    atLeast("dispatch.messagesPerTurn", dispatch.messagesPerTurn(), 1);
    atLeast("dispatch.bytesPerTurn", dispatch.bytesPerTurn(), 1);
    atLeast("readAheadBytes", readAheadBytes, 1);
    atLeast("producerIdleMillis", producerIdleMillis, 1);
    atLeast("objectsMax", objectsMax, 1);
    atLeast("journalBytesTarget", journalBytesTarget, 0);
  }

  private static void atLeast(String name, long value, long min) {
    if (value < min) {
      throw new IllegalArgumentException(name + " must be at least " + min + ", not " + value);
    }
  }
}
