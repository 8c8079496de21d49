// SPDX-License-Identifier: Apache-2.0

/** The composition: what is started in which order, and stopped in reverse. */
@NullMarked
package io.rewindmq.app;

import org.jspecify.annotations.NullMarked;
