// SPDX-License-Identifier: Apache-2.0

/** Client of the broker's REST administration. */
@NullMarked
package io.rewindmq.cli.admin;

import org.jspecify.annotations.NullMarked;
