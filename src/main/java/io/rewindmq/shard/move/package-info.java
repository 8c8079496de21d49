// SPDX-License-Identifier: Apache-2.0
/**
 * What administrators do with messages: walks that look, and orders that move, copy, delete and
 * re-drive, both in bounded steps between the turns of consumers.
 */
@NullMarked
package io.rewindmq.shard.move;

import org.jspecify.annotations.NullMarked;
