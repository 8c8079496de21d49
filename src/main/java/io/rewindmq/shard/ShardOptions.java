// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

/**
 * Bounds of a shard.
 *
 * @param tasksPerTurnMax mailbox tasks the loop takes before it dispatches and flushes
 * @param dispatchMarkStep how many offsets ahead of delivery a dispatch mark is journalled
 * @param groupMessagesPerTurn messages a cursor delivers before the others' turn
 * @param groupBytesPerTurn bytes a cursor delivers before the others' turn
 * @param readAheadBytes how much is fetched at once of what is no longer in memory, for each cursor
 * @param producerIdleMillis after which a producer's sequence is forgotten
 * @param objectsMax destinations, groups, producers and open transactions: at most so many of each
 * @param journalBytesTarget journal length beyond which the oldest segments are freed
 */
public record ShardOptions(
    int tasksPerTurnMax,
    int dispatchMarkStep,
    int groupMessagesPerTurn,
    int groupBytesPerTurn,
    int readAheadBytes,
    long producerIdleMillis,
    int objectsMax,
    long journalBytesTarget) {
  public static final ShardOptions DEFAULT =
      new ShardOptions(
          1024, 1000, 4096, 1 << 20, 1 << 20, 24L * 60 * 60 * 1000, 1_000_000, 256L << 20);

  public ShardOptions {
    atLeast("tasksPerTurnMax", tasksPerTurnMax, 1);
    atLeast("dispatchMarkStep", dispatchMarkStep, 1);
    atLeast("groupMessagesPerTurn", groupMessagesPerTurn, 1);
    atLeast("groupBytesPerTurn", groupBytesPerTurn, 1);
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
