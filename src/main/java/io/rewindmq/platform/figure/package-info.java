// SPDX-License-Identifier: Apache-2.0

/** Figures that one thread writes and any thread reads. */
@NullMarked
package io.rewindmq.platform.figure;

import org.jspecify.annotations.NullMarked;
