// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

/**
 * What every message that matches must have.
 *
 * @param name a property or header field
 * @param value a String, Boolean, Long or Double; a number stands for all numbers of the same
 *     value, 1 for 1.0 too
 */
public record RequiredEquality(String name, Object value) {}
