// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import io.rewindmq.delivery.DestinationKind;

/**
 * A destination to be created.
 *
 * @param name unique within its kind, 1 to 1000 characters
 * @param partitions 1 to 1024
 * @param retentionMillis how long history is kept; 0 = not for the sake of its age
 * @param retentionBytes how much history a partition keeps at most, 0 = none. Both 0: a message
 *     that every group has settled is not kept
 * @param replayAllowed whether its groups may be rewound
 */
public record DestinationSpec(
    DestinationKind kind,
    String name,
    int partitions,
    long retentionMillis,
    long retentionBytes,
    boolean replayAllowed) {
  public static final int NAME_CHARS_MAX = 1000;
  public static final int PARTITIONS_MAX = 1024;

  /** 7 days. */
  public static final long RETENTION_MILLIS_DEFAULT = 7L * 24 * 60 * 60 * 1000;

  /** 1 GiB a partition. */
  public static final long RETENTION_BYTES_DEFAULT = 1L << 30;

  public DestinationSpec {
    if (name.isEmpty() || name.length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException("name must have 1 to " + NAME_CHARS_MAX + " characters");
    }
    if (partitions < 1 || partitions > PARTITIONS_MAX) {
      throw new IllegalArgumentException("partitions must be 1 to " + PARTITIONS_MAX);
    }
    if (retentionMillis < 0 || retentionBytes < 0) {
      throw new IllegalArgumentException("retention must not be negative");
    }
  }

  /** One partition and the default retention; none for a temporary destination. */
  public static DestinationSpec of(DestinationKind kind, String name) {
    return of(kind, name, 1);
  }

  /** Default retention; none for a temporary destination. */
  public static DestinationSpec of(DestinationKind kind, String name, int partitions) {
    boolean kept = !kind.isTemporary();
    return new DestinationSpec(
        kind,
        name,
        partitions,
        kept ? RETENTION_MILLIS_DEFAULT : 0,
        kept ? RETENTION_BYTES_DEFAULT : 0,
        kept);
  }

  /** Whether settled messages are kept at all. */
  public boolean keepsHistory() {
    return retentionMillis > 0 && retentionBytes > 0;
  }
}
