// SPDX-License-Identifier: Apache-2.0

/**
 * Copies of a running broker's files, as a power failure at one moment would have left them
 * (docs/decisions/0032).
 */
@NullMarked
package io.rewindmq.copy;

import org.jspecify.annotations.NullMarked;
