// SPDX-License-Identifier: Apache-2.0

/** Finds places in the messages of a destination, in memory and in stored files. */
@NullMarked
package io.rewindmq.shard.search;

import org.jspecify.annotations.NullMarked;
