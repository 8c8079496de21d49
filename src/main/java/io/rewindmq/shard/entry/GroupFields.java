// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.shard.entry;

import io.rewindmq.delivery.GroupKind;
import org.jspecify.annotations.Nullable;

/** A group's definition as it is journalled. */
public record GroupFields(
    int destinationId,
    GroupKind kind,
    String name,
    @Nullable String clientId,
    @Nullable String subscription,
    @Nullable String selector,
    boolean noLocal) {}
