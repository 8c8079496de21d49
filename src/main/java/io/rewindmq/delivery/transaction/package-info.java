// SPDX-License-Identifier: Apache-2.0
/** Staged messages of open transactions. */
@NullMarked
package io.rewindmq.delivery.transaction;

import org.jspecify.annotations.NullMarked;
