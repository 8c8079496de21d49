// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.delivery.DestinationKind;
import io.rewindmq.delivery.DestinationSettings;

/** A destination's definition as it is journalled. */
public record DestinationFields(
    DestinationKind kind, String name, int partitions, DestinationSettings settings) {}
