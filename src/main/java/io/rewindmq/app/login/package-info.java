// SPDX-License-Identifier: Apache-2.0

/** What a start does so that somebody can log in. */
@NullMarked
package io.rewindmq.app.login;

import org.jspecify.annotations.NullMarked;
