// SPDX-License-Identifier: Apache-2.0

/** REST for users, roles and the audit. */
@NullMarked
package io.rewindmq.admin.user;

import org.jspecify.annotations.NullMarked;
