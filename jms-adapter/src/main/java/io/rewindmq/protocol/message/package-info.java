// SPDX-License-Identifier: Apache-2.0

/**
 * Encoded messages: the same bytes on the wire, in the journal and in partition logs. Read in
 * place, written once.
 */
@NullMarked
package io.rewindmq.protocol.message;

import org.jspecify.annotations.NullMarked;
