// SPDX-License-Identifier: Apache-2.0

/**
 * Joins journal and partition logs: reads what is no longer in memory, copies messages from the
 * journal to their partition's log, applies retention.
 */
@NullMarked
package io.rewindmq.storage;

import org.jspecify.annotations.NullMarked;
