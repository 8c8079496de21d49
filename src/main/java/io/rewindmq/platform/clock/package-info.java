// SPDX-License-Identifier: Apache-2.0

/** Time: the only way to it. */
@NullMarked
package io.rewindmq.platform.clock;

import org.jspecify.annotations.NullMarked;
