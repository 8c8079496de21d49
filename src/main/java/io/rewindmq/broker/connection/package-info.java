// SPDX-License-Identifier: Apache-2.0

/**
 * The broker's side of client connections, as state machines over frames: handshake, sessions,
 * sends, consumers, subscriptions, temporary destinations. Everything here belongs to the shard's
 * loop.
 */
@NullMarked
package io.rewindmq.broker.connection;

import org.jspecify.annotations.NullMarked;
