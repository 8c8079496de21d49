// SPDX-License-Identifier: Apache-2.0

/** Who runs what: thread roles, ownership, mailboxes, executors. */
@NullMarked
package io.rewindmq.platform.thread;

import org.jspecify.annotations.NullMarked;
