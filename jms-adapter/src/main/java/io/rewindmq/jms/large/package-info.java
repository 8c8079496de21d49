// SPDX-License-Identifier: Apache-2.0

/**
 * Messages too large for one piece: cut into parts to be sent, put together when received. Pure.
 */
@NullMarked
package io.rewindmq.jms.large;

import org.jspecify.annotations.NullMarked;
