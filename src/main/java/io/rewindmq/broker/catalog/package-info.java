// SPDX-License-Identifier: Apache-2.0

/**
 * Ports to the stored definitions of destinations and durable subscriptions: what people
 * administer. The journal says which of them exist; the catalog mirrors it and is never on the path
 * of a message.
 */
@NullMarked
package io.rewindmq.broker.catalog;

import org.jspecify.annotations.NullMarked;
