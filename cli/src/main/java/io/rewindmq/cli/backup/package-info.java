// SPDX-License-Identifier: Apache-2.0

/** Backups of a running broker, and data folders made of them. */
@NullMarked
package io.rewindmq.cli.backup;

import org.jspecify.annotations.NullMarked;
