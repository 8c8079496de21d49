// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker;

import org.jspecify.annotations.Nullable;

/**
 * A client connection as it was when asked for.
 *
 * @param connectionId chosen by the client, unsigned
 * @param product name and version of the client's software
 */
public record ConnectionSummary(
    long connectionId,
    PeerAddress peer,
    @Nullable String clientId,
    @Nullable String user,
    String product,
    int sessions,
    int consumers) {}
