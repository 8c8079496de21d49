// SPDX-License-Identifier: Apache-2.0

/**
 * Which destinations and durable subscriptions there are: found, made and deleted for clients, in
 * the journal and in the catalog. Everything here belongs to the shard's loop.
 */
@NullMarked
package io.rewindmq.broker.definition;

import org.jspecify.annotations.NullMarked;
