// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.delivery.group;

import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Which consumer of one cursor gets the messages of which message groups (JMSXGroupID). Message
 * groups share a fixed number of buckets, so that any number of them needs the same memory. Pure,
 * in memory only.
 *
 * <p>A bucket belongs to one consumer until that takes nothing more, the message group is closed,
 * or the consumer owns more than its share; it changes its owner only when nothing of it is in
 * flight.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
public final class GroupBuckets {
  /** How many buckets there are; a power of two. */
  public static final int COUNT = 1024;

  /** The bucket of messages without a message group, and the owner of a bucket without one. */
  public static final int NONE = -1;

  /** Owner of a bucket whose consumer takes nothing more, while something is in flight. */
  private static final int GONE = -2;

  private static final long NEVER = Long.MAX_VALUE;

  private final int[] owners = new int[COUNT];
  private final int[] flights = new int[COUNT];
  private final int[] resting = new int[COUNT];

  /** The lowest offset of the bucket that was passed over since it got its owner. */
  private final long[] passed = new long[COUNT];

  private final BitSet fresh = new BitSet(COUNT);
  private final BitSet closing = new BitSet(COUNT);
  private final BitSet open = new BitSet();

  /** How many buckets a holder owns. */
  private int[] owned = new int[4];

  /** How many buckets have an owner. */
  private int used;

  private long lookAgain = NEVER;

  public GroupBuckets() {
    clear();
  }

  /**
   * The bucket of a message group.
   *
   * @param groupHash of its name, 0 = no message group
   */
  public static int bucketOf(int groupHash) {
    if (groupHash == 0) {
      return NONE;
    }
    int spread = groupHash * 0x9E3779B9; // names that differ little have hashes that differ little
    return spread >>> (Integer.SIZE - Integer.numberOfTrailingZeros(COUNT));
  }

  /** Nothing is owned, in flight or resting any more; those who are there stay. */
  public void clear() {
    Arrays.fill(owners, NONE);
    Arrays.fill(flights, 0);
    Arrays.fill(resting, 0);
    Arrays.fill(passed, NEVER);
    Arrays.fill(owned, 0);
    fresh.clear();
    closing.clear();
    used = 0;
    lookAgain = NEVER;
  }

  /** A consumer is ready to own buckets. */
  public void join(int holder) {
    if (holder >= owned.length) {
      owned = Arrays.copyOf(owned, Math.max(holder + 1, 2 * owned.length));
    }
    open.set(holder);
  }

  /** A consumer takes nothing more: it loses its buckets, each as soon as nothing is in flight. */
  public void leave(int holder) {
    open.clear(holder);
    for (int bucket = 0; bucket < COUNT; bucket++) {
      if (owners[bucket] == holder) {
        disown(bucket, GONE); // its number may be another consumer's soon
        freeIfIdle(bucket);
      }
    }
  }

  /** Holder number, {@link #NONE} = nobody, any other negative one = nobody who is there. */
  public int owner(int bucket) {
    return owners[bucket];
  }

  /** How many buckets a consumer owns. */
  public int owned(int holder) {
    return owned[holder];
  }

  /** A bucket that belonged to nobody belongs to a consumer now. */
  public void assign(int bucket, int holder) {
    owners[bucket] = holder;
    owned[holder]++;
    used++;
    fresh.set(bucket);
  }

  /** Whether the owner has not taken anything of the bucket since it owns it. */
  public boolean isFresh(int bucket) {
    return bucket != NONE && fresh.get(bucket);
  }

  /** Whether a message of the bucket rests before it is delivered again: the others wait for it. */
  public boolean isResting(int bucket) {
    return resting[bucket] > 0;
  }

  /** A message was passed over by a consumer that can't have it now. */
  public void pass(int bucket, long offset) {
    passed[bucket] = Math.min(passed[bucket], offset);
  }

  /** Messages of a bucket went out. */
  public void took(int bucket, long messages) {
    flights[bucket] += (int) messages;
    fresh.clear(bucket);
  }

  /**
   * The sender closed the message group: what comes is a new one. The bucket gets a new owner when
   * nothing is in flight.
   */
  public void close(int bucket) {
    closing.set(bucket);
    fresh.set(bucket);
  }

  /** Messages of a bucket rest before they are delivered again. */
  public void rest(int bucket, long messages) {
    resting[bucket] += (int) messages;
  }

  /** Messages of a bucket were in flight with a consumer and are not any more. */
  public void ended(int bucket, long messages) {
    flights[bucket] -= (int) messages;
    freeIfIdle(bucket);
  }

  /** Messages of a bucket have rested. */
  public void rested(int bucket, long messages) {
    resting[bucket] -= (int) messages;
    if (resting[bucket] == 0) {
      lookAgain(bucket);
    }
  }

  /**
   * The offset from which on messages that were passed over may be taken now, since it was asked
   * last; {@link Long#MAX_VALUE} = none.
   */
  public long takeLookAgain() {
    long from = lookAgain;
    lookAgain = NEVER;
    return from;
  }

  private void freeIfIdle(int bucket) {
    if (flights[bucket] > 0 || owners[bucket] == NONE) {
      return;
    }
    int owner = owners[bucket];
    if (owner == GONE || closing.get(bucket) || owned[owner] > share()) {
      disown(bucket, NONE);
      fresh.clear(bucket);
      closing.clear(bucket);
      lookAgain(bucket);
    }
  }

  private void disown(int bucket, int instead) {
    if (owners[bucket] >= 0) {
      owned[owners[bucket]]--;
      used--;
    }
    owners[bucket] = instead;
  }

  /** As many of the owned buckets as one consumer has when all have the same, rounded up. */
  private int share() {
    int consumers = Math.max(1, open.cardinality());
    return (used + consumers - 1) / consumers;
  }

  private void lookAgain(int bucket) {
    lookAgain = Math.min(lookAgain, passed[bucket]);
    passed[bucket] = NEVER;
  }
}
