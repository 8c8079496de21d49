// SPDX-License-Identifier: Apache-2.0

/** What an application imports: the connection factory and its options. */
@NullMarked
package io.rewindmq.jms;

import org.jspecify.annotations.NullMarked;
