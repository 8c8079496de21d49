// SPDX-License-Identifier: Apache-2.0
/** What must be true of a simulated broker, told by what its clients hear and say. */
@NullMarked
package io.rewindmq.sim.shadow;

import org.jspecify.annotations.NullMarked;
