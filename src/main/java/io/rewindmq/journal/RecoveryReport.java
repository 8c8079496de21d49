// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

/**
 * What recovery found.
 *
 * @param startPosition first position kept
 * @param endPosition exclusive: where new batches begin
 * @param entries how many entries were read
 * @param tornFile the file whose incomplete end was cut off, empty when there was none
 * @param tornBytes bytes of a batch that had been begun, at least; 0 when there was none
 * @param lastEpoch highest epoch found, 0 in an empty journal
 */
public record RecoveryReport(
    long startPosition,
    long endPosition,
    long entries,
    String tornFile,
    long tornBytes,
    long lastEpoch) {}
