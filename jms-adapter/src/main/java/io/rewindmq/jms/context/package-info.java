// SPDX-License-Identifier: Apache-2.0

/** The simplified API over the classic objects. */
@NullMarked
package io.rewindmq.jms.context;

import org.jspecify.annotations.NullMarked;
