// SPDX-License-Identifier: Apache-2.0
/** What is written into a shard's journal: events, their bytes, and full pictures of objects. */
@NullMarked
package io.rewindmq.shard.entry;

import org.jspecify.annotations.NullMarked;
