// SPDX-License-Identifier: Apache-2.0
/** A pair of brokers in one thread: real journals, real frames, the real agreement. */
@NullMarked
package io.rewindmq.sim.pair;

import org.jspecify.annotations.NullMarked;
