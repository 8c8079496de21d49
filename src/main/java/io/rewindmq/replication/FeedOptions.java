// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication;

/**
 * Bounds of a conversation.
 *
 * @param pair name of the pair; both brokers must have the same
 * @param windowBytes so much may be on its way to the backup without an acknowledgement
 * @param closeBytes a backup that lacks no more is waited for until it is in sync
 * @param segmentBytes size of the journal's segments; both must have the same
 */
public record FeedOptions(String pair, long windowBytes, long closeBytes, int segmentBytes) {
  public FeedOptions {
    if (windowBytes < 1 || closeBytes < 0) {
      throw new IllegalArgumentException(
          "expected a window of at least 1 byte and a distance of at least 0, got "
              + windowBytes
              + " and "
              + closeBytes);
    }
  }
}
