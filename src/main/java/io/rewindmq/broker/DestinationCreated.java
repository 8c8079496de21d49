// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

/**
 * What asking for a destination came to.
 *
 * @param isNew false = it was there already, just as it was wanted
 */
public record DestinationCreated(DestinationSummary destination, boolean isNew) {}
