// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.journal;

/**
 * What recovery found.
 *
 * @param startPosition first position kept
 * @param endPosition exclusive: where new batches begin
 * @param entries how many entries were read
 * @param tornFile the file whose incomplete end was cut off, empty when there was none
 * @param tornBytes bytes from the end to that of the last batch that was begun, as far as headers
 *     tell; 0 when there was none
 * @param lastEpoch highest epoch found, 0 in an empty journal
 */
public record RecoveryReport(
    long startPosition,
    long endPosition,
    long entries,
    String tornFile,
    long tornBytes,
    long lastEpoch) {}
