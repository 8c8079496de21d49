// SPDX-License-Identifier: Apache-2.0

/**
 * Checks the data folder of a stopped broker and repairs what can be repaired; a program of its
 * own. It knows of bytes only what the packages say that own the formats.
 */
@NullMarked
package io.rewindmq.doctor;

import org.jspecify.annotations.NullMarked;
