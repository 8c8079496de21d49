// SPDX-License-Identifier: Apache-2.0

/** Commands about messages, dead letters and long operations. */
@NullMarked
package io.rewindmq.cli.message;

import org.jspecify.annotations.NullMarked;
