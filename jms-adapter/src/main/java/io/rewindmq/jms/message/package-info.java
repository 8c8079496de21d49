// SPDX-License-Identifier: Apache-2.0

/**
 * Messages as applications see them: the five bodies, their conversions, and the way to and from
 * encoded bytes. A message object belongs to one thread at a time.
 */
@NullMarked
package io.rewindmq.jms.message;

import org.jspecify.annotations.NullMarked;
