// SPDX-License-Identifier: Apache-2.0
/**
 * One broker's part in a pair: agreement, the conversation with the other broker, and the journal
 * that is fed or fed from. Machines without threads; docs/replication.md is the protocol.
 */
@NullMarked
package io.rewindmq.replication;

import org.jspecify.annotations.NullMarked;
