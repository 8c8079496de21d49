// SPDX-License-Identifier: Apache-2.0

/** Carries out what administrators ask about messages, on the shard's loop. */
@NullMarked
package io.rewindmq.broker.operation;

import org.jspecify.annotations.NullMarked;
