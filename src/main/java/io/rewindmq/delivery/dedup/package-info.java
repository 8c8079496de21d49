// SPDX-License-Identifier: Apache-2.0
/** Producers' sequences and their last transaction: what makes a repeated send take effect once. */
@NullMarked
package io.rewindmq.delivery.dedup;

import org.jspecify.annotations.NullMarked;
