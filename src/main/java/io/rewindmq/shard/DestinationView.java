// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard;

/**
 * A destination as it was when asked for.
 *
 * @param id never used again after the destination is deleted
 * @param queueGroupId the built-in group of a queue; 0 for a topic
 */
public record DestinationView(int id, DestinationSpec spec, int queueGroupId) {}
