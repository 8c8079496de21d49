// SPDX-License-Identifier: Apache-2.0

/** Values that the core's packages share: runs, offsets' owners, operation ids. */
@NullMarked
package io.rewindmq.record;

import org.jspecify.annotations.NullMarked;
