// SPDX-License-Identifier: Apache-2.0
/**
 * Pure machines of message delivery and the words they share with the packages above. Nothing here
 * knows a clock, a disk, a thread or the journal; equal inputs give equal outputs.
 */
@NullMarked
package io.rewindmq.delivery;

import org.jspecify.annotations.NullMarked;
