// SPDX-License-Identifier: Apache-2.0

/**
 * What somebody may do: verbs on destinations by patterns of their names, and rights on the broker
 * as a whole. Values only; who has which role is said elsewhere.
 */
@NullMarked
package io.rewindmq.broker.permission;

import org.jspecify.annotations.NullMarked;
