// SPDX-License-Identifier: Apache-2.0

/**
 * The messaging listener: accepts sockets, cuts the byte stream into frames with every bound
 * checked before memory is taken, hands them to the shard's loop, sends what the loop wrote. Knows
 * nothing of what frames mean but their length and the very first one.
 */
@NullMarked
package io.rewindmq.net;

import org.jspecify.annotations.NullMarked;
