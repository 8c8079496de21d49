// SPDX-License-Identifier: Apache-2.0

/**
 * JNDI: an initial context over settings, and the object factory of administered objects.
 *
 * <p>Nothing here connects to a broker; names become connection factories, queues and topics.
 */
@NullMarked
package io.rewindmq.jms.jndi;

import org.jspecify.annotations.NullMarked;
