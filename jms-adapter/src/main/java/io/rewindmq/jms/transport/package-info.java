// SPDX-License-Identifier: Apache-2.0

/** Sockets, threads and time of the client; nothing else of the client touches them. */
@NullMarked
package io.rewindmq.jms.transport;

import org.jspecify.annotations.NullMarked;
