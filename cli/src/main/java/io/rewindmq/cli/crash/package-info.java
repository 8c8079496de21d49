// SPDX-License-Identifier: Apache-2.0

/**
 * The crash test: {@code kill -9} of a broker under load, over and over, and a count of what came.
 */
@NullMarked
package io.rewindmq.cli.crash;

import org.jspecify.annotations.NullMarked;
