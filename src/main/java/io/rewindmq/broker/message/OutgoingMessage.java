// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.message;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent.
 *
 * @param body null, a {@link String}, bytes, or a {@link Map} of names and values
 * @param properties of the types that JMS allows
 * @param priority 0 to 9
 * @param delayMillis from 0
 * @param timeToLiveMillis 0 = it never expires
 */
public record OutgoingMessage(
    @Nullable Object body,
    Map<String, @Nullable Object> properties,
    @Nullable String correlationId,
    @Nullable String type,
    int priority,
    boolean isPersistent,
    long delayMillis,
    long timeToLiveMillis) {}
