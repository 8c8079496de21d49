// SPDX-License-Identifier: Apache-2.0

/** REST for the connections of clients. */
@NullMarked
package io.rewindmq.admin.client;

import org.jspecify.annotations.NullMarked;
