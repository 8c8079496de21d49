// SPDX-License-Identifier: Apache-2.0

/**
 * Benchmarks: the same provider-neutral JMS program against RewindMQ and its peers, each broker and
 * each client a process of its own, in turns, in one run.
 */
@NullMarked
package io.rewindmq.cli.bench;

import org.jspecify.annotations.NullMarked;
