// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.dispatch;

import io.rewindmq.delivery.group.CursorState;
import io.rewindmq.delivery.group.GroupBuckets;
import io.rewindmq.platform.thread.OwnedBy;
import io.rewindmq.platform.thread.ThreadRole;
import io.rewindmq.record.RunBytes;
import io.rewindmq.shard.entry.ElementScanner;
import io.rewindmq.shard.entry.LargeMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the messages of a message group (JMSXGroupID) with one of the consumers of a cursor, and in
 * order. All its consumers choose then, each on its own.
 *
 * <p>A message group whose consumer's selector does not accept a message does not bind that
 * message.
 */
@OwnedBy(ThreadRole.SHARD_LOOP)
final class StickyGroups {
  private final ActiveCursor source;
  private final CursorState cursor;
  private final GroupBuckets buckets = new GroupBuckets();

  /** The consumers that may take something. */
  private final List<SelectiveCursor> members = new ArrayList<>();

  /** What comes back in the call at hand, for it may rest together with its message group. */
  private final List<Returned> returned = new ArrayList<>(0);

  private boolean collects;

  private record Returned(long first, long last, int bucket) {}

  StickyGroups(ActiveCursor source) {
    this.source = source;
    this.cursor = source.cursor();
  }

  void join(SelectiveCursor member) {
    members.add(member);
    buckets.join(member.consumer().holder());
  }

  void leave(SelectiveCursor member) {
    members.remove(member);
    buckets.leave(member.consumer().holder());
    lookAgain();
  }

  /** The group was rewound: nothing is in flight. */
  void rewound() {
    buckets.clear();
  }

  /**
   * Whether a consumer may take an available message that it wants. If not, it passes it over, and
   * looks again when that changes.
   *
   * @param at where its element begins in the buffer
   */
  boolean mayTake(
      SelectiveCursor member, ByteBuffer elements, int at, long offset, int deliveryCount) {
    int bucket = GroupBuckets.bucketOf(ElementScanner.groupHashAt(elements, at));
    if (bucket == GroupBuckets.NONE) {
      return true;
    }
    if (!buckets.isResting(bucket)) {
      SelectiveCursor owner = memberOf(buckets.owner(bucket));
      if (owner == null && buckets.owner(bucket) == GroupBuckets.NONE) {
        owner = leastLoaded(member, elements, at, deliveryCount);
        buckets.assign(bucket, owner.consumer().holder());
        if (owner != member) {
          owner.lookAt(offset);
        }
      }
      if (owner == member || (owner != null && !owner.accepts(elements, at, deliveryCount))) {
        return true;
      }
    }
    buckets.pass(bucket, offset);
    return false;
  }

  /** Whether a message is the first that its consumer gets of its message group. */
  boolean isFirst(ByteBuffer elements, int at) {
    return buckets.isFresh(GroupBuckets.bucketOf(ElementScanner.groupHashAt(elements, at)));
  }

  /** Whether a message has no neighbours in a run: it is the first or the last of its group. */
  boolean goesAlone(ByteBuffer elements, int at) {
    return isFirst(elements, at) || ElementScanner.closesGroupAt(elements, at);
  }

  /** Messages go out. */
  void take(RunBytes run, long arrival, int holder) {
    ByteBuffer elements = run.elements();
    int at = elements.position();
    long first = run.baseOffset();
    int bucket = bucketAt(elements, at);
    for (long offset = first; offset < run.endOffset(); offset++) {
      int next = bucketAt(elements, at);
      if (next != bucket) {
        take(first, offset, arrival + first - run.baseOffset(), holder, bucket);
        first = offset;
        bucket = next;
      }
      at += ElementScanner.bytesAt(elements, at);
    }
    take(first, run.endOffset(), arrival + first - run.baseOffset(), holder, bucket);
    if (bucket != GroupBuckets.NONE
        && ElementScanner.closesGroupAt(elements, elements.position())) {
      buckets.close(bucket);
    }
  }

  /** A large message goes out. */
  void take(LargeMessage message, long arrival, int holder) {
    ByteBuffer head = message.head().elements();
    int bucket = bucketAt(head, head.position());
    take(message.first(), message.last() + 1, arrival, holder, bucket);
    if (bucket != GroupBuckets.NONE && ElementScanner.closesGroupAt(head, head.position())) {
      buckets.close(bucket);
    }
  }

  private void take(long first, long end, long arrival, int holder, int bucket) {
    cursor.take(first, end - 1, arrival, holder, bucket);
    if (bucket != GroupBuckets.NONE) {
      buckets.took(bucket, end - first);
    }
  }

  /** Whether from now on messages come back that may have to rest. */
  void collect(boolean newCollects) {
    collects = newCollects;
    returned.clear();
  }

  /** Messages that came back rest, and with them their message groups. Both bounds inclusive. */
  void rest(long first, long last) {
    for (Returned row : returned) {
      long from = Math.max(first, row.first());
      long to = Math.min(last, row.last());
      if (from <= to) {
        cursor.withhold(from, to, CursorState.RESTING, row.bucket());
        if (row.bucket() != GroupBuckets.NONE) {
          buckets.rest(row.bucket(), to - from + 1);
        }
      }
    }
  }

  /** Flights have ended; see {@link io.rewindmq.delivery.group.FlightListener}. */
  void ended(long first, long last, int holder, int bucket) {
    if (collects) {
      returned.add(new Returned(first, last, bucket));
    }
    if (bucket == GroupBuckets.NONE) {
      return;
    }
    if (holder == CursorState.RESTING) {
      buckets.rested(bucket, last - first + 1);
    } else {
      buckets.ended(bucket, last - first + 1);
    }
    lookAgain();
  }

  private void lookAgain() {
    long from = buckets.takeLookAgain();
    if (from != Long.MAX_VALUE) {
      cursor.lookAgain(from, source.partition().visibleEnd() - 1);
      source.changed();
    }
  }

  private static int bucketAt(ByteBuffer elements, int at) {
    return GroupBuckets.bucketOf(ElementScanner.groupHashAt(elements, at));
  }

  private @Nullable SelectiveCursor memberOf(int holder) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).consumer().holder() == holder) {
        return members.get(i);
      }
    }
    return null;
  }

  /** Of those that could take the message now; the one that looks is one of them. */
  private SelectiveCursor leastLoaded(
      SelectiveCursor member, ByteBuffer elements, int at, int deliveryCount) {
    SelectiveCursor least = member;
    for (int i = 0; i < members.size(); i++) {
      SelectiveCursor other = members.get(i);
      if (buckets.owned(other.consumer().holder()) < buckets.owned(least.consumer().holder())
          && other.consumer().canTake()
          && other.accepts(elements, at, deliveryCount)) {
        least = other;
      }
    }
    return least;
  }
}
