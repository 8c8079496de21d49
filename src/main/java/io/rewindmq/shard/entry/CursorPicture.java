// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

/**
 * Everything durable of a cursor.
 *
 * @param settled pairs of first and last offset, inclusive, ascending
 * @param attempts fours of first offset, last offset inclusive, attempts, failures; ascending
 */
public record CursorPicture(
    long committed, long mark, long replayEnd, LongList settled, LongList attempts) {}
