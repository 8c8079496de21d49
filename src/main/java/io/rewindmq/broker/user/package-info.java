// SPDX-License-Identifier: Apache-2.0

/**
 * Users and their passwords: who may log in, and what administrators do with users. The users are
 * kept behind {@link io.rewindmq.broker.user.UserStore}; a login reads them from memory.
 */
@NullMarked
package io.rewindmq.broker.user;

import org.jspecify.annotations.NullMarked;
