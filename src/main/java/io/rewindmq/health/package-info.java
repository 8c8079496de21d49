// SPDX-License-Identifier: Apache-2.0

/** Whether the broker lives, is started and confirms messages, and its metrics. */
@NullMarked
package io.rewindmq.health;

import org.jspecify.annotations.NullMarked;
