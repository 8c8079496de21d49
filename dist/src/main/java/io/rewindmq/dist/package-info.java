// SPDX-License-Identifier: Apache-2.0

/**
 * Puts together what is shipped: the archive, its notices and its checksum; the container image.
 */
@NullMarked
package io.rewindmq.dist;

import org.jspecify.annotations.NullMarked;
