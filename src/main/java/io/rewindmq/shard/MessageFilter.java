// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

import java.nio.ByteBuffer;

/** Says which messages a consumer wants. */
public interface MessageFilter {
  /**
   * Whether the consumer wants a message.
   *
   * @param message one message without the element's length and checksum, from position to limit;
   *     not to be kept or moved
   */
  boolean accepts(ByteBuffer message);
}
