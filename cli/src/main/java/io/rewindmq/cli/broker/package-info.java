// SPDX-License-Identifier: Apache-2.0

/** A broker as a process of its own: start, wait until ready, kill, stop. */
@NullMarked
package io.rewindmq.cli.broker;

import org.jspecify.annotations.NullMarked;
