// SPDX-License-Identifier: Apache-2.0

/**
 * The database, through Hibernate ORM, on H2 or MariaDB: definitions of destinations and durable
 * subscriptions, a mirror of what the shard's journal says (docs/decisions/0003), and users with
 * their password hashes, which are nowhere else. Never on the path of a message.
 */
@NullMarked
package io.rewindmq.metadata;

import org.jspecify.annotations.NullMarked;
