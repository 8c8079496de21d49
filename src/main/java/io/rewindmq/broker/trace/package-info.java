// SPDX-License-Identifier: Apache-2.0

/**
 * Finds messages that carry a sampled trace, as they lie encoded, and follows them through the
 * broker. Nothing here is used while tracing is off.
 */
@NullMarked
package io.rewindmq.broker.trace;

import org.jspecify.annotations.NullMarked;
