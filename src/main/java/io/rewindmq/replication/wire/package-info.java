// SPDX-License-Identifier: Apache-2.0
/** What the two brokers of a pair say to each other, as bytes. docs/replication.md draws them. */
@NullMarked
package io.rewindmq.replication.wire;

import org.jspecify.annotations.NullMarked;
