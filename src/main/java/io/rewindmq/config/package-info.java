// SPDX-License-Identifier: Apache-2.0

/**
 * The keys {@code rewind.*}: which there are, their ranges and defaults. {@code app} turns them
 * into the option records of the packages that use them.
 */
@NullMarked
package io.rewindmq.config;

import org.jspecify.annotations.NullMarked;
