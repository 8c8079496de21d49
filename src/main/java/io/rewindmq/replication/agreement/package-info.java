// SPDX-License-Identifier: Apache-2.0
/**
 * Which broker of a pair may serve: a pure machine over one row in the database, the other broker's
 * acknowledgements and a monotonic clock. docs/replication.md has the rules and why they suffice.
 */
@NullMarked
package io.rewindmq.replication.agreement;

import org.jspecify.annotations.NullMarked;
