// SPDX-License-Identifier: Apache-2.0

/** Who asks over HTTP, what he may do, and what of it is put on record. */
@NullMarked
package io.rewindmq.admin.access;

import org.jspecify.annotations.NullMarked;
