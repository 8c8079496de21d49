// SPDX-License-Identifier: Apache-2.0

/** The broker's side of the wire as a script, and calls that run beside the test. */
@NullMarked
package io.rewindmq.jms.testkit;

import org.jspecify.annotations.NullMarked;
