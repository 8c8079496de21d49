// SPDX-License-Identifier: Apache-2.0

/**
 * The load generator's process: what programs do to a broker, in plain Jakarta Messaging, so that
 * all providers run the same code.
 */
@NullMarked
package io.rewindmq.cli.bench.load;

import org.jspecify.annotations.NullMarked;
