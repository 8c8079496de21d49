// SPDX-License-Identifier: Apache-2.0
/** Messages of one partition that are not simply next: priority, delay, expiry. */
@NullMarked
package io.rewindmq.delivery.schedule;

import org.jspecify.annotations.NullMarked;
