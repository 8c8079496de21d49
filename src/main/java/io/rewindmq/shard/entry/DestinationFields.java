// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationKind;

/** A destination's definition as it is journalled. */
public record DestinationFields(
    DestinationKind kind,
    String name,
    int partitions,
    long retentionMillis,
    long retentionBytes,
    boolean replayAllowed,
    DeliveryPolicy policy) {
  /** Whether settled messages are kept at all. */
  public boolean keepsHistory() {
    return retentionMillis > 0 && retentionBytes > 0;
  }
}
