// SPDX-License-Identifier: Apache-2.0

/**
 * REST administration under {@code /api/v1}. Errors are problems as in RFC 9457. What it shows is
 * of one moment of the shard.
 */
@NullMarked
package io.rewindmq.admin;

import org.jspecify.annotations.NullMarked;
