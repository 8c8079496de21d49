// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.replication.agreement;

/**
 * One of the two brokers, with the data folder it has.
 *
 * @param name unique in the pair
 * @param store number of the data folder, drawn when it was made: one that was emptied or replaced
 *     has another
 */
public record Member(String name, long store) {}
