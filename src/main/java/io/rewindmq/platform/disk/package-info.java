// SPDX-License-Identifier: Apache-2.0

/** Files: the only way to them. */
@NullMarked
package io.rewindmq.platform.disk;

import org.jspecify.annotations.NullMarked;
