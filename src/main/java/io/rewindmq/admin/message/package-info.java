// SPDX-License-Identifier: Apache-2.0

/** REST for messages: looking at them, sending, moving many, dead letters, operations. */
@NullMarked
package io.rewindmq.admin.message;

import org.jspecify.annotations.NullMarked;
