// SPDX-License-Identifier: Apache-2.0

/** Errors of the broker as the exceptions that JMS wants. */
@NullMarked
package io.rewindmq.jms.failure;

import org.jspecify.annotations.NullMarked;
