// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.broker.client;

import io.rewindmq.broker.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client connection as it was when asked for.
 *
 * @param number of this life of the broker; higher than that of every older connection
 * @param connectionId chosen by the client, unsigned; the same when it comes back
 * @param product name and version of the client's software
 * @param sinceMillis when its login was done, since 1970
 * @param idleMillis how long it has sent nothing but heartbeats
 */
public record ConnectionSummary(
    long number,
    long connectionId,
    PeerAddress peer,
    @Nullable String clientId,
    @Nullable String user,
    String product,
    int sessions,
    int consumers,
    long sinceMillis,
    long idleMillis) {}
