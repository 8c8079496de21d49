// SPDX-License-Identifier: Apache-2.0

/**
 * JMS message selectors (Jakarta Messaging 3.1, section 3.8.1): text in, predicate out. Knows
 * neither messages nor their encoding: whoever evaluates fills a {@link
 * io.rewindmq.selector.SelectorRow} with the values of the names that the selector uses.
 */
@NullMarked
package io.rewindmq.selector;

import org.jspecify.annotations.NullMarked;
