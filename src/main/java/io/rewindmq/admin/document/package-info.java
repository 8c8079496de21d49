// SPDX-License-Identifier: Apache-2.0

/** The description of REST as an OpenAPI document. */
@NullMarked
package io.rewindmq.admin.document;

import org.jspecify.annotations.NullMarked;
