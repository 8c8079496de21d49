// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.rewindmq.broker.ConnectionGate;
import io.rewindmq.broker.LoopInbox;
import io.rewindmq.net.tls.ListenerTls;
import io.rewindmq.platform.clock.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of a listener share.
 *
 * @param brokenPeers how many were ended for what the listener itself found
 * @param tls null = they are not encrypted
 */
record ListenerContext(
    ListenerOptions options,
    ConnectionGate gate,
    LoopInbox inbox,
    Clock clock,
    AtomicLong brokenPeers,
    @Nullable ListenerTls tls) {}
