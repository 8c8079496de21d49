// SPDX-License-Identifier: Apache-2.0

/**
 * The wire contract: frames and their bytes. No I/O, no threads; client and broker use the same.
 */
@NullMarked
package io.rewindmq.protocol;

import org.jspecify.annotations.NullMarked;
