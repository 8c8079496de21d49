// SPDX-License-Identifier: Apache-2.0

/**
 * Definitions in the database: destinations and durable subscriptions, through Hibernate ORM, on H2
 * or MariaDB. A mirror of what the shard's journal says (docs/decisions/0003), never on the path of
 * a message.
 */
@NullMarked
package io.rewindmq.metadata;

import org.jspecify.annotations.NullMarked;
