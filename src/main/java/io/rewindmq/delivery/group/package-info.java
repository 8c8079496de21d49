// SPDX-License-Identifier: Apache-2.0
/**
 * A group's cursor on one partition: what is settled, in flight, available, and how often it was
 * tried.
 */
@NullMarked
package io.rewindmq.delivery.group;

import org.jspecify.annotations.NullMarked;
