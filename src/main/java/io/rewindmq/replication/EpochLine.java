// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication;

import io.rewindmq.record.EpochStart;
import java.util.List;

/**
 * Finds how far two journals are the same.
 *
 * <p>Epoch and position name one batch for ever, and a journal's epochs ascend. So two journals
 * that both have a batch of an epoch are the same from the beginning up to where either leaves that
 * epoch.
 */
final class EpochLine {
  private EpochLine() {}

  /**
   * The end of what is the same, exclusive: where a batch ends in both.
   *
   * @param start the first position that the own journal still has
   * @return -1 = the other one's journal has nothing that is still here
   */
  static long common(
      List<EpochStart> own, long start, long ownEnd, List<EpochStart> other, long otherEnd) {
    for (int i = other.size() - 1; i >= 0; i--) {
      long epoch = other.get(i).epoch();
      for (int j = own.size() - 1; j >= 0; j--) {
        if (own.get(j).epoch() == epoch) {
          long otherLast = i + 1 < other.size() ? other.get(i + 1).position() : otherEnd;
          long ownLast = j + 1 < own.size() ? own.get(j + 1).position() : ownEnd;
          return Math.min(ownLast, otherLast);
        }
      }
    }
    return start == 0 ? 0 : -1;
  }
}
