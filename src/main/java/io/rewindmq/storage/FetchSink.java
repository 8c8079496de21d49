// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.storage;

import io.rewindmq.platform.fault.CorruptDataException;
import io.rewindmq.record.RunBytes;
import java.util.List;

/** Takes the one answer to a fetch, on {@code SHARD_LOOP}. */
public interface FetchSink {
  /**
   * Takes whole runs in offset order, checksums verified. The buffers are the receiver's.
   *
   * @param runs empty = nothing is kept at or above the offset asked for
   */
  void fetched(List<RunBytes> runs);

  /** The bytes are damaged or can't be read; nothing was skipped. */
  void failed(CorruptDataException e);
}
