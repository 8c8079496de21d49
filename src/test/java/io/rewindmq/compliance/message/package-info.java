// SPDX-License-Identifier: Apache-2.0
/**
 * Chapter 3 of the specification, message by message over a real broker: header fields, properties,
 * selectors, bodies.
 */
@NullMarked
package io.rewindmq.compliance.message;

import org.jspecify.annotations.NullMarked;
