// SPDX-License-Identifier: Apache-2.0

/** What the connection of a client may do with destinations. */
@NullMarked
package io.rewindmq.broker.access;

import org.jspecify.annotations.NullMarked;
