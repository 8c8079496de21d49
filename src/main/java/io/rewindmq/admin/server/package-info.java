// SPDX-License-Identifier: Apache-2.0

/** REST for the server itself: its settings and its certificates. */
@NullMarked
package io.rewindmq.admin.server;

import org.jspecify.annotations.NullMarked;
