// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.log;

import java.util.List;

/**
 * Which of a log's oldest segments retention gives up. The last segment always stays.
 *
 * <p>What is needed does not count as history. How much of a segment that is, is estimated from the
 * number of messages.
 *
 * @param segments of the log, the oldest first
 */
record Eviction(List<Segment> segments, NeededOffsets needed) {
  /** How many of the oldest segments are too old, or too much; needed or not. */
  int givenUp(RetentionOptions retention, long nowMillis) {
    long tooOld = nowMillis - retention.ageMillisMax();
    long history = historyBytes();
    int count = 0;
    while (count < segments.size() - 1
        && (history > retention.bytesMax() || segments.get(count).millisMax() < tooOld)) {
      history -= historyBytes(count);
      count++;
    }
    return count;
  }

  /** About how many bytes are not needed. */
  long historyBytes() {
    long history = 0;
    for (int i = 0; i < segments.size(); i++) {
      history += historyBytes(i);
    }
    return history;
  }

  /** How many of the first segments hold nothing that is needed. */
  int unneeded(int count) {
    int free = 0;
    while (free < count && needed.next(segments.get(free).base()) >= end(free)) {
      free++;
    }
    return free;
  }

  /** The first segments but for those at their end of which more than half is needed. */
  int withoutBacklog(int count) {
    int kept = count;
    while (kept > 0 && historyBytes(kept - 1) < segments.get(kept - 1).bytes() / 2) {
      kept--;
    }
    return kept;
  }

  /** About how many bytes of the first segments are needed. */
  long neededBytes(int count) {
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += segments.get(i).bytes() - historyBytes(i);
    }
    return bytes;
  }

  long bytes(int count) {
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += segments.get(i).bytes();
    }
    return bytes;
  }

  /** Exclusive: no message of the segment is at or above it. */
  long end(int segment) {
    return segment == segments.size() - 1 ? Long.MAX_VALUE : segments.get(segment + 1).base();
  }

  private long historyBytes(int at) {
    Segment segment = segments.get(at);
    long wanted = needed.count(segment.base(), end(at));
    if (wanted == 0) {
      return segment.bytes();
    }
    if (at == segments.size() - 1) {
      return 0; // it stays in any case
    }
    long known = segment.messages();
    long messages = known < 0 ? end(at) - segment.base() : known;
    double share = messages <= wanted ? 1 : (double) wanted / messages;
    return segment.bytes() - (long) (share * segment.bytes());
  }
}
