// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication;

import io.rewindmq.record.EpochStart;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * This broker's journal, with the state that is made of it, as the pair sees it. Positions are
 * exclusive ends unless said otherwise.
 */
public interface ReplicaLog {
  /**
   * Number of the data folder that the journal began in; 0 = it is empty and may take over
   * another's.
   */
  long origin();

  /** An empty journal becomes part of another one. Durable when this returns. */
  void adopt(long origin);

  /** The journal's first position, inclusive. */
  long start();

  /** What is written or taken. */
  long end();

  /** What is on the device. */
  long forced();

  /** The epochs of what is there, ascending. */
  List<EpochStart> epochs();

  /** Where the journal goes on behind the batch that {@link #batchFrom} gave. */
  long endOf(ByteBuffer batch);

  /**
   * Takes a batch of the primary as it is, and applies it.
   *
   * @throws io.rewindmq.platform.fault.CorruptDataException it is damaged or does not follow;
   *     nothing was taken
   * @throws io.rewindmq.platform.fault.DiskFullException there is no room; nothing was taken
   */
  void follow(ByteBuffer batch);

  /** Has everything forced that is there; {@link Pair#progressed} follows. */
  void force();

  /** Gives up what lies at or above a position, with all state; durable when this returns. */
  void truncateTo(long position);

  /**
   * This broker is primary: it begins an epoch, forces its first batch, and decides from now on.
   *
   * @return end of the reign's beginning: what comes behind is the reign's own
   */
  long lead(long epoch);

  /** It is primary no more: it gives up its state and makes it anew from the journal. */
  void stepDown(String reason);

  /**
   * Nothing leaves that needs the journal beyond a position.
   *
   * @return up to where something of this reign has left already
   */
  long limit(long position);

  /**
   * The next written batch at or above a position, header and entries; null = there is none. Valid
   * until this returns to the caller's loop.
   */
  @Nullable ByteBuffer batchFrom(long position);
}
