// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.record.RunBytes;
import java.nio.ByteBuffer;

/**
 * A large message among others, or what is left of one.
 *
 * @param head its first part alone; of a rest, the first part that is left
 * @param last offset of its last part, inclusive; of a rest, of the last part that was found
 * @param isRest its first part is not there any more, so it is worth nothing
 */
public record LargeMessage(RunBytes head, long last, boolean isRest) {
  /**
   * How many messages of a run come before the first part of a large one; all of them, if there is
   * no such part.
   *
   * @param partsEnd exclusive: where there may be parts
   */
  public static int messagesBefore(RunBytes run, long partsEnd) {
    if (run.baseOffset() >= partsEnd) {
      return run.count();
    }
    ByteBuffer elements = run.elements();
    int at = elements.position();
    for (int i = 0; i < run.count(); i++) {
      if (ElementScanner.isPartAt(elements, at)) {
        return i;
      }
      at += ElementScanner.bytesAt(elements, at);
    }
    return run.count();
  }

  /** So many messages from the beginning of a run. */
  public static RunBytes first(RunBytes run, int messages) {
    if (messages == run.count()) {
      return run;
    }
    ByteBuffer elements = run.elements();
    int bytes = ElementScanner.skip(elements, elements.position(), messages) - elements.position();
    return new RunBytes(
        run.baseOffset(),
        messages,
        run.appendTimeMillis(),
        elements.slice(elements.position(), bytes));
  }

  /** The large message that a run begins with. */
  public static LargeMessage at(RunBytes run) {
    ByteBuffer elements = run.elements();
    int at = elements.position();
    long first = run.baseOffset();
    if (!ElementScanner.isContinuationAt(elements, at)) {
      int parts = ElementScanner.partsAt(elements, at);
      return new LargeMessage(first(run, 1), first + parts - 1, false);
    }
    long end = first;
    while (end < run.endOffset() && ElementScanner.isContinuationAt(elements, at)) {
      at += ElementScanner.bytesAt(elements, at);
      end++;
    }
    return new LargeMessage(first(run, 1), end - 1, true);
  }

  public long first() {
    return head.baseOffset();
  }
}
