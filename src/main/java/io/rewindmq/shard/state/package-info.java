// SPDX-License-Identifier: Apache-2.0
/**
 * What a shard's entries make when they are applied in order; the same in normal running and at
 * recovery.
 */
@NullMarked
package io.rewindmq.shard.state;

import org.jspecify.annotations.NullMarked;
