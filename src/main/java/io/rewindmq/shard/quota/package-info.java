// SPDX-License-Identifier: Apache-2.0

/** How much destinations hold, and what becomes of sends to one that holds too much. */
@NullMarked
package io.rewindmq.shard.quota;

import org.jspecify.annotations.NullMarked;
