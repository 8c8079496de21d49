// SPDX-License-Identifier: Apache-2.0

/** What all of REST needs: reading bodies, and problems as answers. */
@NullMarked
package io.rewindmq.admin.request;

import org.jspecify.annotations.NullMarked;
