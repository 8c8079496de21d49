// SPDX-License-Identifier: Apache-2.0

/**
 * What clients and administrators ask of the broker: connections, sessions, producers, consumers,
 * subscriptions, as frames name them. Everything here lives on the shard's loop beside the shard;
 * sockets and frameworks come in through ports.
 */
@NullMarked
package io.rewindmq.broker;

import org.jspecify.annotations.NullMarked;
