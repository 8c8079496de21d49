// SPDX-License-Identifier: Apache-2.0

/** The {@code rewind} command line: first tries from a shell, administration, and the demo. */
@NullMarked
package io.rewindmq.cli;

import org.jspecify.annotations.NullMarked;
