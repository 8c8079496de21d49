// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

/**
 * A part of a selector.
 *
 * @param index where it begins, from 0
 * @param height how many operators lie above one another in it
 */
record Parsed(Expression expression, int index, int height) {}
