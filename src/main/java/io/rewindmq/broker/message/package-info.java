// SPDX-License-Identifier: Apache-2.0

/** What administrators may ask about messages, and messages as people read and write them. */
@NullMarked
package io.rewindmq.broker.message;

import org.jspecify.annotations.NullMarked;
