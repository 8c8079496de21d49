// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

/**
 * The positions of one segment.
 *
 * @param base inclusive
 * @param end exclusive
 */
public record SegmentRange(long base, long end) {}
