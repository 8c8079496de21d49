// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.definition;

import io.rewindmq.shard.DestinationView;

/**
 * A destination that somebody wanted to be there.
 *
 * @param isNew false = it was there, or somebody else was making it
 */
public record DestinationCreation(DestinationView destination, boolean isNew) {}
