// SPDX-License-Identifier: Apache-2.0

/** Partition logs: segments with a sparse index of offsets and times, readers, retention. */
@NullMarked
package io.rewindmq.log;

import org.jspecify.annotations.NullMarked;
