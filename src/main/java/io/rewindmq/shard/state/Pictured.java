// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.state;

import io.rewindmq.shard.entry.ShardEvent;
import java.util.List;

/**
 * Something of which a full picture must be left in the journal before older segments are freed.
 */
public interface Pictured {
  /** Where {@link #picturePosition} is once the object is gone. */
  long GONE = Long.MAX_VALUE;

  /** Where the journal last told all about it. */
  long picturePosition();

  void pictureAt(long position);

  /** Everything durable of it: as many events as it takes for none to be large. */
  List<ShardEvent> picture();
}
