// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.record;

/**
 * Where an epoch begins in a journal.
 *
 * @param position of its first batch; nothing of it lies below
 */
public record EpochStart(long epoch, long position) {}
