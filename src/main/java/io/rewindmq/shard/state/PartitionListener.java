// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

/** Hears that a partition may have something to deliver. */
public interface PartitionListener {
  /** More messages are visible, or messages at or above an offset have become due. */
  void changed();

  /** Messages were appended that are not visible yet. */
  void appended();

  /** The message has become due. */
  void due(long offset);
}
