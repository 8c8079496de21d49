// SPDX-License-Identifier: Apache-2.0

/** The copy of everything that the broker holds, over REST. */
@NullMarked
package io.rewindmq.admin.backup;

import org.jspecify.annotations.NullMarked;
