// SPDX-License-Identifier: Apache-2.0

/** Random numbers: the only way to them. */
@NullMarked
package io.rewindmq.platform.random;

import org.jspecify.annotations.NullMarked;
