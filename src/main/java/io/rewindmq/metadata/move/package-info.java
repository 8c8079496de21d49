// SPDX-License-Identifier: Apache-2.0

/**
 * {@code ./rewind db migrate}: what the database holds goes from H2 to MariaDB. A program of its
 * own.
 */
@NullMarked
package io.rewindmq.metadata.move;

import org.jspecify.annotations.NullMarked;
