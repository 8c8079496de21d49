// SPDX-License-Identifier: Apache-2.0

/** Queues and topics as values: a kind and a name. */
@NullMarked
package io.rewindmq.jms.destination;

import org.jspecify.annotations.NullMarked;
