// SPDX-License-Identifier: Apache-2.0

/** What operators see of a shard: figures of its loop, of destinations, groups and consumers. */
@NullMarked
package io.rewindmq.shard.watch;

import org.jspecify.annotations.NullMarked;
