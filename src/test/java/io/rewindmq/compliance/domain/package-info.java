// SPDX-License-Identifier: Apache-2.0

/**
 * Rules of the two messaging domains (specification chapter 4), of administered objects (5), of
 * exceptions (10) and of what application servers use (11), against a real broker.
 */
@NullMarked
package io.rewindmq.compliance.domain;

import org.jspecify.annotations.NullMarked;
