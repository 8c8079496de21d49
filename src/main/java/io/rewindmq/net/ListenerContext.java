// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.net;

import io.rewindmq.broker.ConnectionGate;
import io.rewindmq.broker.LoopInbox;
import io.rewindmq.platform.clock.Clock;

/** What all connections of a listener share. */
record ListenerContext(
    ListenerOptions options, ConnectionGate gate, LoopInbox inbox, Clock clock) {}
