// SPDX-License-Identifier: Apache-2.0

/** Bearer tokens (JWT) that another system has signed: the check that logins ask. */
@NullMarked
package io.rewindmq.token;

import org.jspecify.annotations.NullMarked;
