// SPDX-License-Identifier: Apache-2.0
/**
 * Brings messages from cursors to consumers: whose turn it is, what goes out, what is in flight.
 */
@NullMarked
package io.rewindmq.shard.dispatch;

import org.jspecify.annotations.NullMarked;
