// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.watch;

/**
 * What is looked at, and what counts as too much.
 *
 * @param objectsMax of so many destinations, and so many groups, there are figures of their own
 * @param periodMillis pause between two walks
 * @param slowConsumerMillis a consumer that has held the same message for so long is slow, while
 *     others wait; 0 = none ever is
 * @param backlogMessages a group with so many unsettled messages is far behind; 0 = none ever is
 * @param ageMillis a group whose oldest unsettled message is that old is late; 0 = none ever is
 */
public record WatchOptions(
    int objectsMax,
    long periodMillis,
    long slowConsumerMillis,
    long backlogMessages,
    long ageMillis) {
  /** What a broker uses unless told otherwise. */
  public static final WatchOptions DEFAULT =
      new WatchOptions(100, 5_000, 60_000, 1_000_000, 86_400_000);
}
