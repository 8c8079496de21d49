// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.doctor;

import io.rewindmq.record.PartitionKey;
import java.util.List;

/**
 * What the journal says of a partition.
 *
 * @param name for people
 * @param logEnd exclusive: what is below is in the partition's log, or not kept
 * @param wantedLogEnd the same after a repair: above everything that the journal has lost
 * @param nextOffset the offset the next message would get
 * @param wantedNextOffset the same after a repair: not below what was used already
 * @param lost what the journal should have and has not
 */
record PartitionTruth(
    PartitionKey key,
    String name,
    long logEnd,
    long wantedLogEnd,
    long nextOffset,
    long wantedNextOffset,
    List<OffsetRange> lost) {
  PartitionTruth {
    lost = List.copyOf(lost);
  }

  /** Whether the journal must be told something, so that the broker reads past what is lost. */
  boolean needsNote() {
    return wantedLogEnd > logEnd || wantedNextOffset > nextOffset;
  }
}
