// SPDX-License-Identifier: Apache-2.0

/**
 * The write-ahead log: entries in batches, batches in preallocated segments, one write and one
 * force for everybody who waits, and recovery that tells a torn tail from damage.
 */
@NullMarked
package io.rewindmq.journal;

import org.jspecify.annotations.NullMarked;
