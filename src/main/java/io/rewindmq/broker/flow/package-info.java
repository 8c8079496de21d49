// SPDX-License-Identifier: Apache-2.0

/** Sends that wait because their destination holds as much as it may. */
@NullMarked
package io.rewindmq.broker.flow;

import org.jspecify.annotations.NullMarked;
